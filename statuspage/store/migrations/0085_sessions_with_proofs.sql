-- From where a browser was seen last, roughly, and when somebody last proved there who they are. An
-- app that is to take the place of another has its secret beside that one's until it is confirmed.
ALTER TABLE "session" ADD COLUMN "address" TEXT NOT NULL DEFAULT '';
ALTER TABLE "session" ADD COLUMN "proven_at" INTEGER;
ALTER TABLE "totp" ADD COLUMN "next_secret" TEXT;
