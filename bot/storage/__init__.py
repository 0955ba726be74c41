"""What Pennyworth remembers, in SQLite or PostgreSQL, and the only place that knows SQL.

    from bot.storage import deliveries, digests, keys, people, quotes, retention, seen, threads, workspaces
    from bot.storage.database import Database
    from bot.storage.migrate import migrate

    await migrate(url)                      # to the newest schema, under a lock; `to_head(url)` outside a loop
    db = Database(url)                      # connects when first used; `await db.close()` at the end
    (await db.ready()).why                  # "" when reachable and migrated; also true or false by itself

    await seen.first_sight(db, workspace, key, at)                 # True once for a key, across processes
    await threads.add(db, place, message_ts, user, text, at)       # place = Place(workspace, channel, thread)
    await threads.entries(db, place)                               # oldest first: texts, and requests set by taps
    kept = await quotes.save(db, place, user, content, at)         # content = Content(request, text, headline, …)
    await quotes.get(db, workspace, kept.id)                       # Kept | None
    await quotes.replace(db, workspace, kept.id, content)          # same id, version + 1
    await quotes.placed(db, workspace, kept.id, place, message_ts)
    await quotes.of_month(db, workspace, user_or_none, start, end) # Month: count, unpriced, total, newest
    await workspaces.get(db, workspace)                            # WorkspaceSettings; the defaults where none are set
    await workspaces.change(db, workspace, actor, {"default_model": "gpt-image-2"}, at)
    await workspaces.changes(db, workspace)                        # the audit trail, newest first
    await workspaces.managers(db, workspace)
    await workspaces.name_first_manager(db, workspace, user, at)   # only where there is none yet
    await workspaces.name_manager(db, workspace, actor, user, at)
    await workspaces.remove_manager(db, workspace, actor, user, at) # "removed" | "not a manager" | "the last one"
    await keys.make(db, workspace, name, actor, at)                # Key, and the token that is shown once
    await keys.owner(db, token)                                    # (workspace, id of the key) | None
    await keys.of_workspace(db, workspace)
    await keys.revoke(db, workspace, key, actor, at)
    await people.stored(db, workspace, user)                       # Stored: counts and the items
    await people.remove(db, workspace, user)                       # what was removed, by kind
    await digests.put(db, workspace, values, next, at)             # weekly summaries; used by bot.digest.subscriptions
    await deliveries.enqueue(db, new, at)                          # what is posted by itself, each once: bot.digest
    await deliveries.history(db, workspace)                        # what was posted when, by which attempt, or why not
    await retention.forget_old(db, now)                            # threads 90 days, quotes 400, deliveries 400, seen 2

Every function takes the workspace and sees no row of another. Money is Decimal dollars here and integer nano-dollars in
SQL; instants are aware datetimes here and integer microseconds (UTC) in SQL. What can go wrong at run time is a
`bot.storage.errors.StorageError`; a database that cannot be used at all is a `bot.errors.UsageError`.

A new subject is a table in `tables`, a migration, a module of functions that hand statements to `Database.execute`,
`fetch`, `write` or `read`, and a line in `people` if it has a user and in `retention` if it ages.
"""
