-- What readers answered, the rounds of surveys, and which outcomes were asked about.
CREATE TABLE "reader_answer" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "whose" TEXT NOT NULL,
  "choice" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "counted" TEXT,
  "released_at" INTEGER
);
CREATE UNIQUE INDEX "reader_answer_kind_about_whose" ON "reader_answer" ("kind", "about", "whose");
CREATE INDEX "reader_answer_released_at" ON "reader_answer" ("released_at");
CREATE TABLE "survey_round" (
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "links" INTEGER NOT NULL,
  "is_open" INTEGER NOT NULL,
  "made_at" INTEGER NOT NULL,
  PRIMARY KEY ("kind", "name")
);
CREATE TABLE "outcome_asked" (
  "slug" TEXT NOT NULL PRIMARY KEY,
  "done_at" INTEGER NOT NULL,
  "asked_at" INTEGER NOT NULL,
  "letters" INTEGER NOT NULL
);
