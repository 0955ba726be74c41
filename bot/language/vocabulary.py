"""The words the reader knows: data only, one place per word, no entry over four words.

A line reads `"kind:value": "word, word, several words"`. Singulars stand for their regular plurals.
Words that must never be taken for misspellings of these are in `plainwords`.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    # job fields
    "quality:low": "low, lo, cheap quality, low-end, basse qualité, baja calidad, niedrig, niedrige,"
    " draft, lowest, cheapest quality, lq, drafty, rough draft, low-q, lowq",
    "quality:medium": "medium, qualité moyenne, calidad media, mittel, mittlere,"
    " med, mid, middle, mq, medium-q, medq, mid-quality",
    "quality:high": "haute qualité, alta calidad, hoch, hohe, hi quality, hi, hi-q, high, highest, hq, highq",
    "quality:xhigh": "xhigh, x-high, extra-high, xhi, very high, xh",
    "quality:max": "max, maximum, maxed",
    "quality:standard": "standard, std",
    "quality:hd": "hd",
    "quality:auto": "auto, automatic",
    "best:high": "best, top, finest, premium, top-notch",
    "best:low": "worst, cheapo",
    "size:square": "squared, quadratisch, quadratische, carré, carrées, cuadrado, cuadradas, sq, quadratic, squarish",
    "size:portrait": "hochformat, vertical, vertically, tall, upright, vert, taller",
    "size:landscape": "querformat, paysage, horizontal, horizontally, wide, widescreen, horiz, wider, broad",
    "shape:square": "square",
    "shape:portrait": "portrait",
    "shape:landscape": "landscape",
    "batch:": "batch api, batch, batched, batch mode, batch processing, batchapi",
    "prompt:": "prompt",
    "edit:": "upscale, upscaling, upscaled, recolor, recolour, outpaint, touch up, clean up, convert,"
    " retexture, colorize,"
    " colourise, colourising, colorizing, colourised, colorized, restore, restoring, restored, recolouring,"
    " recoloring,"
    " recoloured, recolored, recolours, recolors, remaster, remove the background, change the background,"
    " background removal, edit, edits, edited,"
    " editing, retouch, retouched, retouching, retouches, inpaint, inpainting, restyle,"
    " restyled, restyling, crop, cropped, cropping, blur, sharpen, brighten, airbrush, airbrushed, photoshop,"
    " colour correct, color correct, colour grade, color grade, colour corrected, color corrected",
    # what is counted
    "image:": "image, bild, bilder, imagen, imágenes, imagenes, foto, fotos,"
    " img, picture, pic, photo, visual, render, rendering, illustration, thumbnail,"
    " icon, packshot, graphic, artwork, pcs, pc, piece, wallpaper, drawing, sketch, mockup, variation, variant,"
    " snapshot, still, comp, infographic, headshot, imagery, keeper, final, photograph, avatar, sticker, output,"
    " product shot, shot, banner, hero, thumb, logo, texture, painting, output image, view, cutout, moodboard,"
    " storyboard, background, portrayal, creative, jpeg, jpg, png, asset, pix, deliverable, generation image,"
    " collage, montage, composite, mosaic, concept, backdrop, detail, detail shot, close-up, closeup",
    "weak:": "post, save the date, story, page, ad, advert, look, cover, tile, poster, flyer, card, frame,"
    " roll-up, roll up,"
    " slide, scene, header,"
    " teaser, advertisement, postcard, item, spread, panel, one, ones, design, version, option, creation",
    "subject:": "product, ep, campaign, sku, designer, person, people, client, customer, chapter, article,"
    " landing page,"
    " category, team, market, brand, region, country, colleague, employee, user, member, department, project,"
    " listing, property, event, headline, persona, language, city, store, shop, episode, lesson, recipe, model photo,"
    " newsletter, email, website, landing, sets, theme, topic, book, course, marketer, developer, writer,"
    " artist, colour, color, style, outfit, character, character design, channel, location, room, car, house, angle,"
    " session, shoot, photo shoot, workspace, agency, office, seat, guy, editor, copywriter, intern,"
    " freelancer, blog,"
    " segment, audience,"
    " variety, dish, garment, shoe, collection, season, account, series, batches, deck, idea, prompt idea",
    "ref:": "reference, input, ref, source, reference image, input image, source image, ref image, reference photo,"
    " input photo, source photo, reference picture, input picture, ref photo, reference pic, input pic, ref pic,"
    " source picture, ref img, input img, reference img, base image, base photo, reference shot, image input,"
    " image reference, style reference, inspiration image",
    "try:": "try, attempt, generation, retry, iteration, take, reroll, re-roll, regeneration, round, go, roll,"
    " re-generation",
    "unit:word": "word, wrd",
    "unit:token": "token, tok, tokn",
    "unit:char": "character limit, char, letter, sentence, line, paragraph, keystroke",
    "unit:pixel": "px, pixel",
    "unit:length": "cm, mm, inch, inches, in wide, feet, metre, meter, centimetre, centimeter",
    "unit:file": "dpi, ppi, mb, kb, gb, bit, megabyte, kilobyte, fps, second, sec, kg, km, mile, degree",
    "unit:percent": "percent, pct, per cent",
    "time:day": "day, daily, nightly, workday, working day, school day, schoolday, business day, weekday,"
    " weekdays, everyday, night",
    "time:hour": "hour, hr, hourly",
    "time:minute": "minute, mins",
    "time:week": "week, weekly, wk, fortnight",
    "time:month": "month, monthly, mo, mth, pcm",
    "time:quarter": "quarter, quarterly",
    "time:year": "year, yearly, yr, annually, annual, annum, p.a",
    "time:workweek": "work week, workweek, working week",
    # small words with a job
    "each:": "each, for each one, everyone, everybody, apiece, every, for each, for every, each of, every one of,"
    " each one of, every one, each one,"
    " for each of, a piece, respectively each",
    "per:": "per",
    "and:": "and, plus, also, then, as well as, n, und, y, et, along with, together with, followed by, after that",
    "or:": "or",
    "versus:": "versus, vs, next to each other, next to, alongside, compared with, compared to, against, than",
    "neg:": "not, no, none, nothing, no one, nobody, without, don't, dont, never, non, w/o, isn't, nope,"
    " neither, nor,"
    " skip, minus, doesn't, won't,"
    " can't, avoid, aren't, arent, wasn't, shouldn't, mustn't, anything but, other than,"
    " any model but, every model but, all models but, all but, everything but, any but, any other than,"
    " apart from, excluding, except, ohne, isnt",
    "neg:swap": "instead of, rather than, in place of, in lieu of",
    "refused:": "excluded, ruled out, out of the question, forbidden, unwanted, not included, not wanted,"
    " off the table, not needed, not allowed, not an option, isn't needed, not necessary, isn't necessary,"
    " unnecessary, not required, isn't required, overkill, too much, too expensive,"
    " too pricey, too costly",
    "fix:": "no wait, wait, hang on, no hang on, hold on, no hold on, no sorry, scratch that, i mean, i meant,"
    " correction, make that, or rather, actually, sorry, oops,"
    " nope wait, better say, or better",
    "all:": "all, both, everything, all of them, both of them, for all, for both, in all, every job, altogether,"
    " all images, each job, both jobs, all jobs, all three, all of those, all of these, throughout, across the board",
    "total:": "in total, total, overall, exactly, in sum, grand total, total of, totally, altogether exactly",
    "approx:": "about, around, roughly, approximately, circa, ca, some, like, nearly, almost, ish, say, maybe,"
    " approx., c., give or take, or so, or thereabouts",
    "bound:": "at least, at most, up to, no more than, under, over, more than, less than, fewer than, above, below,"
    " minimum, min, a maximum of, upwards of, north of, within, maximum of, not more than,"
    " for less than, for under",
    "vague:": "few, bunch, several, lots, loads, many, tons, bundle, handful, plenty, pile, hundreds,"
    " thousands, dozens,"
    " millions, heap, lot, countless, numerous, tens, ton, oodles, stack, a number of, various, zillion, umpteen,"
    " gazillion, some number, unlimited, infinite, infinity",
    "keep:": "keep, keeps, kept, usable, useable, good, accepted, accept, approve, approved, approval, success,"
    " keeping, survive, survives, acceptance, passes, works, hit, make the cut, pass, usability, turn out",
    "discard:": "discard, turn down, turns down, turned down, discards, discarded, reject, rejects, rejected,"
    " throws away, throws out, trashes,"
    " tosses, rejection, throw away, throw out, unusable, fail, fails,"
    " failure, bin, trash, toss, waste, wasted, bad, failed, thrown away, ditch, useless, scrap",
    "rate:": "rate, ratio, rates",
    "retryrate:": "retry rate, redo rate, rerun rate, regeneration rate, retry ratio, retries rate, redos,"
    " redo, redone, rerun, remake, remade, retried, regenerated,"
    " regenerate, re-generate",
    "for:": "for, during",
    "on:": "on, with, using, via, through, in, at, thru, w, w/, by, from, use, mit, auf",
    "of:": "of, à",
    "x:": "times",
    "percentof:": "half, third, two thirds, three quarters",
    "double:2": "double, doubles, doubled, twice, two times",
    "double:3": "triple, thrice, treble, three times",
    "double:4": "quadruple",
    "double:0.5": "halve",
    "repeat:": "same again, the same again, again next, ditto, once more, repeat, repeated",
    "noun-mark:": "quality, format, orientation, size, sized, resolution, dimensions, res, aspect, mode,"
    " setting, tier,"
    " formatted, oriented, dimension, model, shaped, shape, ratio of, measuring",
    "number-of:": "number of, how many, max number of, amount of, count of, quantity of, howmany, how much images,"
    " maximum number of, max count, maximum count, no of, quantity",
    # what is asked
    "cost:": "cost, costs, price, prices, priced, how much, estimate, quote, quotation, bill, damage, pay, run us,"
    " expensive, ballpark, charge, charges, how expensive, what's the cost, costing, cheap, pricey, spend on,"
    " price tag, calculate, estimated, expense, expenses, dollars, set us back, figure, estimation, set me back,"
    " price it, invoice, fee, hw much, hows much, how mch, howmuch, prix, kostet, worth",
    "pricelist:": "price list, rates per token, rate per token, price lists, pricelist, price table,"
    " price sheet, rates for, rate card,"
    " rates of, pricing,"
    " price tables, price sheets, token rates, token rate, list prices, list price, tariffs, tariff, price card,"
    " pricing table, pricing page, token prices, prices of, prices for, price per token, price overview, price chart,"
    " rate sheet, rates on, unit prices, unit price, per-image price, token pricing, prices across",
    "compare:": "compare, compared, comparison, comparing, cheaper, cheapest, side by side, costs less,"
    " costs the least,"
    " cost less, cost the least, rank, ranking, torn between, difference, least expensive, less expensive,"
    " least money,"
    " best price, lowest price, lowest cost, more expensive, most expensive, dearest, pricier, better value,"
    " best value,"
    " save, saves, saving, most affordable, more affordable, best deal, comparision, least costly, head to head,"
    " match up, stack up, cost difference, price difference, most economical, dearer, versus each other, costlier,"
    " rank every model, lowest bill, cheaper than, budget-friendly, for less, the least, wins, wins on price,"
    " best bang, lowest first, lowest to highest, lowest on top, cheapest first",
    "afford:": "afford, get, buy, buys, gets, fit, fits, far, how far, stretch, fit into, possible",
    "log:": "log, in the spend, in our spend, in my spend, into the spend, into our spend, to the spend log,"
    " spend entry, record, register, logged,"
    " note down, jot down, chalk up, tally up, recorded,"
    " add to our spend, as spent, as spend, track,"
    " logging, write down, enter, to our spend, to the spend, to today's spend, to this month's spend,"
    " to my spend, to the ledger, to our ledger, to the tally, to the log, to our log, on the books, to the books,"
    " on our books, to our books, in the books, in our books,"
    " in the log, into the log, under our spend, in our log, into our log",
    "spent:": "spent, actuals, ate up, eaten up, spending, spend, spendings, expenditure, outlay, paid,"
    " actual spend, actually spend,"
    " costed, burned, burning through, burn through,"
    " ran up, run up, racked up, rack up, went on, burned through, burnt through,"
    " burnt, actual cost, actual costs, spends, blew, outgoings, consumed, used up, went out",
    "budget:": "budget, budgets, limit, spending limit, cap, spend limit, spending cap, allowance",
    "digest:": "digest, summary, weekly report, weekly update, report, recap, weekly post, weekly summary,"
    " weekly digest,"
    " round-up, roundup, summaries, digests, newsletter digest",
    "help:": "help, how to use, tutorial, getting started, example questions, what else can you,"
    " what can it do, can it do for, what questions,"
    " kind of questions, kinds of questions, questions can i ask, can you answer,"
    " what can you do, how do you work, what do you do, commands, usage, who are you,"
    " how does this work, what are you, manual, examples, how do i use, how do i log, how do i set,"
    " how can i log, how to log, get started, what can i ask, your features, use this bot, use the bot,"
    " use you, use pennyworth, bot used, things can i ask,"
    " things can you do, things do you do, this bot do, the bot do, bot work, this bot for, bot good for",
    "set:": "set, raise, increase, lower, change, update, put, cut, reduce, bump, define, create, establish,"
    " decrease,"
    " adjust, make, switch, introduce, give",
    "show:": "show, what is, what's, display, see, view our, check, tell me, list, left, remaining, status,"
    " when, whats,"
    " when's, when does, how's, look up, which day",
    "clear:": "clear, remove, delete, drop, forget, leave out, take out, leave off,"
    " lose, reset, unset, erase, get rid of, cancel, scrap the,"
    " lift, wipe",
    "pause:": "pause, paused, stop, suspend, disable, mute, hold, halt, turn off, switch off, silence, snooze,"
    " deactivate",
    "resume:": "resume, restart, unpause, continue, enable, turn on, switch on, back on, reactivate, unmute,"
    " start again,"
    " bring back, reenable, re-enable",
    "send:": "send, sending, deliver, publish, schedule, move, reschedule, plan, run, shift, mail",
    "now:": "now, right now, immediately, right away, straight away, asap, this minute, instantly, at once",
    "made:": "made, generated, produced, created, rendered, ran, did, done, we've made, have made, just made,"
    " already made",
    "by:user": "person by person, spenders, top spenders, biggest spenders,"
    " biggest spender, top spender, by user, by person, per user,"
    " per person, by people,"
    " who, by member, per member, by teammate,"
    " each user,"
    " by employee, per head, by users, which user, per teammate, by colleague",
    "by:model": "by model, model by model, per model, by models, each model, by the model, which models, which model",
    "by:channel": "by channel, channel by channel, per channel, by channels, each channel, which channel",
    "by:quality": "by quality, which quality level did, per quality, each quality, by qualities, by quality level",
    "by:day": "by day, day by day, by date, by days, per date",
    "range:today": "today, so far today, this morning",
    "range:yesterday": "yesterday, last night",
    "range:this_week": "this week, ths week, current week, this wk, the week so far",
    "range:last_week": "last week, previous week, past week, last wk, lst week, lst wk, the week before",
    "range:this_month": "this month, this mth, ths month, current month, month to date, so far this month, mtd",
    "range:last_month": "last month, the month before, lst month, previous month, past month",
    "range:last_year": "last year, previous year, past year",
    "range:this_year": "this year, this yr, current year, year to date, ytd",
    "aside:": "one-off, one-time, if cheaper, if it's cheaper, if that's cheaper, if it is cheaper",
    # follow-ups
    "again:": "it, it'll, it's, that's, that'll, they're, that, those, them, these, this, same, instead,"
    " the ones, make it, they",
    "lead:": "what if, what about, how about, but, ok, okay, hmm, hm, so, yes, yeah, ah, oh, just, only, could we",
    "which:": "which one, this one, that one, any one, the one, which ones, one another, another one",
    "meta:": "job, order, request, question, thing, task, case, scenario, estimate please",
    "fresh:": "new question, different project, another project, new project, different topic,"
    " another question, different question, unrelated, separate question,"
    " new topic, new job, something else, another topic, separately, start over, forget that, on another note,"
    " fresh start, other question, start fresh, new request, changing topic, never mind that",
    "addjob:": "add, another job, also add, additionally, on top, in addition, extra job, as another job,"
    " on top of that",
    "thanks:": "thanks, thanks a lot, thx a lot, thanks a million, thanks a bunch, thanks a ton, a million thanks,"
    " a thousand thanks, many thanks, that helps a lot, helps a lot,"
    " thank you, thx, ty, cheers, perfect, great, awesome, nice, cool, lol, merci, danke,"
    " got it, love it, nice one, good one, perfect one, great one,"
    " brilliant, excellent, super",
}

WEEKDAYS = {
    "monday": "monday, mondays, mon",
    "tuesday": "tuesday, tuesdays, tue, tues",
    "wednesday": "wednesday, wednesdays, wed, weds",
    "thursday": "thursday, thursdays, thu, thur, thurs",
    "friday": "friday, fridays, fri",
    "saturday": "saturday, saturdays, sat",
    "sunday": "sunday, sundays, sun",
}

MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip

LANGUAGES = frozenset(
    "german french spanish italian portuguese dutch polish swedish danish norwegian finnish czech slovak hungarian"
    " romanian bulgarian greek turkish russian ukrainian arabic hebrew persian farsi hindi bengali urdu tamil thai"
    " vietnamese indonesian malay japanese chinese mandarin cantonese korean catalan croatian serbian slovenian"
    " estonian latvian lithuanian icelandic irish welsh basque swahili tagalog filipino".split()
)

KEYS = {
    "images": "images, n, count, image, number, qty, imgs, quantity, amount_images, num_images, num, pics, pictures",
    "quality": "quality, q",
    "size": "size, format, orientation, resolution, dimensions",
    "model": "model, models, engine",
    "prompt_words": "prompt_words, words, promptwords, prompt-words, prompt_length",
    "prompt_tokens": "prompt_tokens, tokens, prompt-tokens",
    "references": "references, refs, inputs, input_images, reference_images, ref, input-images",
    "attempts": "attempts, tries, retries_per_image, generations",
    "batch": "batch, batch_api, batch-api",
    "per": "per, period, every",
    "calls": "calls, requests, num_calls, n_calls, api_calls",
    "input_tokens": "input_tokens, tokens_in, input-tokens, tokens-in, in_tokens",
    "output_tokens": "output_tokens, tokens_out, output-tokens, tokens-out, out_tokens",
    "input_words": "input_words, words_in, input-words",
    "output_words": "output_words, words_out, output-words",
    "amount": "amount, budget, amount_usd, usd, money",
    "prompt_text": "prompt, prompt_text, prompt-text",
}
