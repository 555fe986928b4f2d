"""What hooks are sent: news as the body that a program, a chat or a phone takes.

The words are those of the item that feeds show; a chat's limits cut them, and the link leads on.
"""
