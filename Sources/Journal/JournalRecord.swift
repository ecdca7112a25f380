package import Engine

/// The engine's records, under a name that the database library does not use for something else.
package typealias JournalRecord = Record
