-- What readers answered, the rounds of surveys, and which outcomes were asked about.
CREATE TABLE "reader_answer" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "about" TEXT COLLATE "C" NOT NULL,
  "whose" TEXT COLLATE "C" NOT NULL,
  "choice" TEXT COLLATE "C" NOT NULL,
  "at" BIGINT NOT NULL,
  "counted" TEXT COLLATE "C",
  "released_at" BIGINT
);
CREATE UNIQUE INDEX "reader_answer_kind_about_whose" ON "reader_answer" ("kind", "about", "whose");
CREATE INDEX "reader_answer_released_at" ON "reader_answer" ("released_at");
CREATE TABLE "survey_round" (
  "kind" TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C" NOT NULL,
  "links" BIGINT NOT NULL,
  "is_open" BOOLEAN NOT NULL,
  "made_at" BIGINT NOT NULL,
  PRIMARY KEY ("kind", "name")
);
CREATE TABLE "outcome_asked" (
  "slug" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "done_at" BIGINT NOT NULL,
  "asked_at" BIGINT NOT NULL,
  "letters" BIGINT NOT NULL
);
