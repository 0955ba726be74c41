"""What was really spent: recorded once, exact to the nano-dollar, held against what providers bill.

    event = UsageEvent("api", "job-17", at, "gpt-image-1-mini", quantities={"image_output": Decimal(105600)}, …)
    ledger = Ledger(db, catalog, clock)                     # bot.spend.ledger: the only writer
    outcomes = await ledger.record(workspace, events)       # of each, in order: recorded | known | conflict | refused
    await ledger.record(workspace, events, revise=True)     # a source that corrects itself: other content is `revised`
    await ledger.undo(workspace, "slack", key, zone)        # "taken back", if it was recorded today in that zone
    await ledger.complete(workspace, "openai", as_of)       # nothing of this source is outstanding up to then
    await ledger.history(workspace, source, key)            # the entry and its corrections
    used(quote, "slack", key, at)                           # bot.spend.pricer: the event of a quoted job that was made

    bill = Bill("openai", "OpenAI", day, (BilledLine(usd, model, project, line, quantity), …), as_of)
    await Billing(db, clock).record(workspace, [bill])      # bot.spend.billing: a UTC day's, all lines at once;
                                                            # recorded | known | revised (earlier ones are kept)

    books = Books(db, catalog, clock)                       # bot.spend.books: what is asked
    summary = await books.spend(workspace, Asked("last_week", by="model"), "Europe/Berlin")
    summary.total, .previous, .rows, .days, .as_of, .complete, .arrived, .reconciliation.causes

    await cursors.get(db, workspace, "openai", "costs")     # bot.storage.cursors: where reading a source goes on
    await cursors.put(db, workspace, "openai", "costs", value, at)

`usage` has the event, its checks and the entry; `pricer` what an event costs; `facts` what storage gives to a summary;
`reconcile` bills against entries; `summary` the answer itself; `export` files for spreadsheets. These but the last are
pure. `ledger`, `billing`, `books` and `export` use `bot.storage`.

A day that its provider billed counts as billed; entries say who and why, and are never added to it. What they leave
unexplained is a row of its own, with causes. A day without a bill counts its entries.
"""
