"""What can go wrong with the database while the bot runs, by what a caller can do about it.

StorageError
├── StorageBusy         another writer or a conflict: it was tried again already; later it may work
├── StorageUnreachable  the server or the file cannot be reached now; later it may work
├── StorageFull         no room left: nothing was kept, a person has to make room
├── StorageReadOnly     it may not be written: nothing was kept, a person has to allow it
├── NotMigrated         its tables are not those of this version: `pennyworth migrate`
└── StorageDamaged      what was read cannot be trusted: restore a backup
"""


class StorageError(Exception):
    """The database did not do what it was asked."""


class StorageBusy(StorageError):
    """Another writer, a conflict or too many at once stood in the way to the end."""


class StorageUnreachable(StorageError):
    """The server or the file cannot be reached, or the connection was lost."""


class StorageFull(StorageError):
    """There is no room left to write to."""


class StorageReadOnly(StorageError):
    """The database may not be written."""


class NotMigrated(StorageError):
    """The tables are not those that this version works with."""


class StorageDamaged(StorageError):
    """The file or a row of it is not what was written."""
