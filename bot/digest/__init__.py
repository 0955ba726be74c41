"""The weekly summary: when it goes out, to whom, and that it goes out exactly once.

    from bot.digest import subscriptions                              # who may is decided by bot.desk.digests
    made = await subscriptions.subscribe(db, workspace, Wanted(channel, owner, 0, time(9), "Europe/Berlin"), now)
    made.next_at, made.timezone, made.next_period                     # to be shown
    await subscriptions.change(db, workspace, id, now, weekday=4, at=time(16, 30), timezone="Europe/Lisbon")
    await subscriptions.pause(db, workspace, id, now)                 # also resume
    await subscriptions.snooze(db, workspace, id, until, now)
    await subscriptions.send_now(db, workspace, id, key, now)         # once for a key (of the tap); then courier.wake()
    await subscriptions.unsubscribe(db, workspace, id)
    subscriptions.standing(made, now)                                 # "active" | "paused" | "snoozed"
    await digests.of_channel(db, workspace, channel)                  # bot.storage.digests; also get, every
    await deliveries.history(db, workspace, id)                       # bot.storage.deliveries: newest first
    await deliveries.posted_as(db, workspace, channel, thread)        # which week a thread is about

    hooks = Hooks(watch=metrics.delivered, notice=digest_channel.refusal)
    courier = Courier(db, DigestChannel(client_of), composer, clock, hooks=hooks, mine=team.id)
    scheduler.every(EVERY, "deliveries", courier.wake)                # bot.digest.timing.EVERY
    await courier.deliver_due()                                       # the same, until nothing is due (command line)
    courier.claim_no_more(); await courier.stop(seconds)              # on SIGTERM, before the database is closed

    class Composer: async def compose(self, subscription, period: Period) -> Content       # bot.digest.ports
    composer = Gatherer(db, catalog, clock, blocks.digest, people.names)                   # bot.digest.gather: the one
    await composer.digest(subscription, period)                       # what it says, undrawn: bot.digest.model
    due.period_of(subscription, due.last_whole_week(zone, now), now, now)                  # the Period of a preview

    New(workspace, "alert", budget_id, f"{first}/{threshold}", channel, owner, now, content.kept())
    await deliveries.enqueue(db, [new], now)                          # anything else on the same rails; () if known
    await deliveries.enqueue_on(connection, [new], now)               # within the transaction that decides it

`schedule` is pure: weekday, local time and zone to instants and weeks. `due` says what is due and how late it may be,
`delivery` is the loop, `attempt` one delivery from look to record, `timing` rates, leases and the named steps.
`gather` reads the `facts` of a week, `compose` makes of them what is said, `bot.slack.blocks.digest` draws it.
"""
