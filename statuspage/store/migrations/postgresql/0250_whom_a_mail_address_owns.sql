-- Whose hooks a mail address is named for: by the small letters it is looked up by.
CREATE INDEX "subscription_owner" ON "subscription" (LOWER("owner"));
