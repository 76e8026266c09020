/** The tables of the library, as each version of it added them. */

/** Never changed, only added to: a library is brought from the version it has to the newest, one by one. */
export const versions: readonly string[] = [
  `
  CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    duration REAL NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    recording TEXT,
    error TEXT
  );
  CREATE INDEX entries_by_age ON entries (created_at DESC);
  CREATE INDEX entries_by_state ON entries (state);
  CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    start REAL NOT NULL,
    end REAL NOT NULL,
    text TEXT NOT NULL,
    confidence REAL NOT NULL,
    words TEXT NOT NULL
  );
  CREATE INDEX segments_by_entry ON segments (entry, start);
  CREATE VIRTUAL TABLE search USING fts5(
    text, content = 'segments', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  -- Else a deleted word stays in the index until its page happens to be rewritten.
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER segments_indexed AFTER INSERT ON segments BEGIN
    INSERT INTO search (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER segments_forgotten AFTER DELETE ON segments BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`,
  // Translations, and the translation of what was dictated.
  `
  CREATE TABLE translations (
    entry TEXT PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    detected INTEGER NOT NULL,
    models TEXT NOT NULL,
    made_with TEXT NOT NULL,
    document TEXT
  );
  CREATE TABLE translation_parts (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    details TEXT NOT NULL
  );
  CREATE INDEX translation_parts_by_place ON translation_parts (entry, place);
  CREATE VIRTUAL TABLE translation_search USING fts5(
    source, target, content = 'translation_parts', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
  );
  -- Not 'secure-delete', which takes a second for a page of a long text that is typed: removing an entry
  -- writes the whole index anew. What is not translated yet is not looked for.
  CREATE TRIGGER translation_parts_indexed AFTER INSERT ON translation_parts
  WHEN new.details NOT LIKE 'pending%' BEGIN
    INSERT INTO translation_search (rowid, source, target) VALUES (new.id, new.source, new.target);
  END;
  CREATE TRIGGER translation_parts_forgotten AFTER DELETE ON translation_parts
  WHEN old.details NOT LIKE 'pending%' BEGIN
    INSERT INTO translation_search (translation_search, rowid, source, target)
      VALUES ('delete', old.id, old.source, old.target);
  END;
  ALTER TABLE segments ADD COLUMN translated_to TEXT;
  ALTER TABLE segments ADD COLUMN translation TEXT;
  DROP TRIGGER segments_indexed;
  DROP TRIGGER segments_forgotten;
  DROP TABLE search;
  CREATE VIRTUAL TABLE search USING fts5(
    text, translation, content = 'segments', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  INSERT INTO search (search) VALUES ('rebuild');
  CREATE TRIGGER segments_indexed AFTER INSERT ON segments BEGIN
    INSERT INTO search (rowid, text, translation) VALUES (new.id, new.text, new.translation);
  END;
  CREATE TRIGGER segments_forgotten AFTER DELETE ON segments BEGIN
    INSERT INTO search (search, rowid, text, translation)
      VALUES ('delete', old.id, old.text, old.translation);
  END;
  CREATE TRIGGER segments_indexed_again AFTER UPDATE OF text, translation ON segments BEGIN
    INSERT INTO search (search, rowid, text, translation)
      VALUES ('delete', old.id, old.text, old.translation);
    INSERT INTO search (rowid, text, translation) VALUES (new.id, new.text, new.translation);
  END;
`,
  // Pictures and what is said of them.
  `
  CREATE TABLE pictures (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE REFERENCES entries (id) ON DELETE CASCADE,
    caption TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    alt TEXT,
    description TEXT,
    preview TEXT
  );
  CREATE VIRTUAL TABLE picture_search USING fts5(
    caption, text, alt, content = 'pictures', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO picture_search (picture_search, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER pictures_indexed AFTER INSERT ON pictures BEGIN
    INSERT INTO picture_search (rowid, caption, text, alt) VALUES (new.id, new.caption, new.text, new.alt);
  END;
  CREATE TRIGGER pictures_forgotten AFTER DELETE ON pictures BEGIN
    INSERT INTO picture_search (picture_search, rowid, caption, text, alt)
      VALUES ('delete', old.id, old.caption, old.text, old.alt);
  END;
  CREATE TRIGGER pictures_indexed_again AFTER UPDATE OF caption, text, alt ON pictures BEGIN
    INSERT INTO picture_search (picture_search, rowid, caption, text, alt)
      VALUES ('delete', old.id, old.caption, old.text, old.alt);
    INSERT INTO picture_search (rowid, caption, text, alt) VALUES (new.id, new.caption, new.text, new.alt);
  END;
`,
  // Summaries, and what was dictated as it reads without what was cleaned away.
  `
  CREATE TABLE summaries (
    entry TEXT PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    model TEXT,
    length TEXT NOT NULL DEFAULT '"auto"',
    excerpt TEXT NOT NULL
  );
  -- By itself, as it may be long, and a change of the length would write all of it anew.
  CREATE TABLE summary_texts (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE REFERENCES entries (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    texts TEXT NOT NULL,
    written TEXT NOT NULL DEFAULT '',
    digest TEXT
  );
  -- Not 'secure-delete', as for translations. What has no digest yet is not looked for.
  CREATE VIRTUAL TABLE summary_search USING fts5(
    text, written, content = 'summary_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER summary_texts_indexed AFTER UPDATE OF digest ON summary_texts WHEN new.digest IS NOT NULL BEGIN
    INSERT INTO summary_search (rowid, text, written) VALUES (new.id, new.text, new.written);
  END;
  CREATE TRIGGER summary_texts_outdated BEFORE UPDATE OF digest ON summary_texts
  WHEN old.digest IS NOT NULL BEGIN
    INSERT INTO summary_search (summary_search, rowid, text, written)
      VALUES ('delete', old.id, old.text, old.written);
  END;
  CREATE TRIGGER summary_texts_forgotten BEFORE DELETE ON summary_texts WHEN old.digest IS NOT NULL BEGIN
    INSERT INTO summary_search (summary_search, rowid, text, written)
      VALUES ('delete', old.id, old.text, old.written);
  END;
  ALTER TABLE segments ADD COLUMN cleaned TEXT;
`,
];
