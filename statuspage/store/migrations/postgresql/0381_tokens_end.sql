-- When a token was last used, about, and when it ends by itself.
ALTER TABLE "token" ADD COLUMN "expires_at" BIGINT;
ALTER TABLE "token" ADD COLUMN "used_at" BIGINT;
