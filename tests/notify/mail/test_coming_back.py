"""From the news to the mail, its bounce, and what that makes of a subscription."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.telling.bounces import TakenBounce
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.subscription import SubscriptionState
from statuspage.notify.bounces.taking import take
from statuspage.notify.fanning import fan_out
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.sending import Sending
from statuspage.store import db
from statuspage.store.telling import recipients
from tests.helpers import bounced
from tests.helpers.mail_server import mail_server
from tests.helpers.outlets import add_readers
from tests.helpers.sites import add_to_config
from tests.helpers.telling import at, opened


def test_an_address_is_given_up_after_five_days_and_one_last_mail(store: Path) -> None:
    add_to_config(store, bounced.MAIL)
    with mail_server() as box:
        environ = {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}
        add_readers("ada")
        for day in range(6):
            with clock.standing_at(at(0) + timedelta(days=day)):
                if day < 5:
                    opened(day, title=f"Trouble {day}")
                    fan_out()
                sending = Sending(MAIL, environ)
                sending.turn()
                sending.finish()
                sending.end()
                [mail] = box.taken
                raw = bounced.shape("exchange-not-found", mail.sender)
                raw = raw.replace(b"exchange-not-found@", b"%d@" % day)
                assert take(raw, bounced.ADDRESS) is TakenBounce.NOTED
                box.taken.clear()
    assert "reach you" in mail.message["Subject"]
    assert bounced.states("ada") == [DeliveryState.BOUNCED] * 5
    with db.snapshot():
        found = recipients.by_key("ada")
    assert found is not None
    assert found.state is SubscriptionState.QUARANTINED
