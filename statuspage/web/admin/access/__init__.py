"""Who is there: signing in, second factors, single sign-on, accounts."""
