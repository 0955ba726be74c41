"""Where spend comes from, a module each; none of them knows the ledger.

source      what they all give: batches of events and billed days, each with the cursor to go on from
wire        asking over HTTP: trying again, waiting as told, and what went wrong by what to do about it
openai      an organization's costs by day and its image usage by hour
litellm     the spend log of a LiteLLM proxy
files       CSV and JSONL, line by line; `columns` our own, `focus` FOCUS's, `responses` of the Images API
"""
