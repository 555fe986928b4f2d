"""What the demo makes up about incidents: words, and how far from now each is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from statuspage.domain.vocabulary.states import ComponentState, Status

OPEN = "Demo: webhooks arrive late"
EXPLAINED = "Demo: sites are not rebuilt"

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_DOWN, _PART = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
_SLOW = ComponentState.DEGRADED
_FOUND, _WATCHED, _OVER = Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED


@dataclass(frozen=True)
class Word:
    """One update of a story: how long after its first one it is posted, and what it says."""

    after: timedelta
    body: str
    status: Status
    due: timedelta | None = None  # the next word is promised so much later
    texts: Mapping[str, str] = field(default_factory=dict)  # the same in further languages


@dataclass(frozen=True)
class Story:
    """An invented incident; its impact began so long `before` its first word."""

    title: str
    ago: timedelta
    before: timedelta
    components: dict[str, ComponentState]
    words: tuple[Word, ...]
    titles: Mapping[str, str] = field(default_factory=dict)  # in further languages


PAST = (
    Story(
        "Demo: clones from one region are cut off",
        76 * _DAY + 5 * _HOUR,
        8 * _MINUTE,
        {"git-operations": _PART},
        (
            Word(
                0 * _MINUTE,
                "Large clones from South America are cut off. Small ones and pushes work. "
                "We are looking for the cause.",
                Status.INVESTIGATING,
                30 * _MINUTE,
            ),
            Word(
                24 * _MINUTE,
                "A carrier drops long connections. We are taking another way.",
                _FOUND,
                30 * _MINUTE,
            ),
            Word(
                51 * _MINUTE,
                "Traffic takes the other way, and clones finish. A clone that was "
                "cut off can be started again.",
                _OVER,
            ),
        ),
    ),
    Story(
        "Demo: the API answers slowly",
        48 * _DAY + 9 * _HOUR,
        12 * _MINUTE,
        {"api-requests": _SLOW, "issues": _SLOW},
        (
            Word(
                0 * _MINUTE,
                "Every tenth request takes longer than two seconds. None is lost.",
                Status.INVESTIGATING,
                30 * _MINUTE,
            ),
            Word(
                28 * _MINUTE,
                "A new search index is being filled and takes power from requests. It pauses now.",
                _WATCHED,
                60 * _MINUTE,
            ),
            Word(
                70 * _MINUTE,
                "Requests are as quick as usual. The index is filled at night from now on.",
                _OVER,
            ),
        ),
    ),
    Story(
        "Demo: packages cannot be published",
        27 * _DAY + 14 * _HOUR,
        15 * _MINUTE,
        {"packages": _PART},
        (
            Word(
                0 * _MINUTE,
                "Publishing a package fails for about half of you. Downloads work.",
                Status.INVESTIGATING,
                30 * _MINUTE,
            ),
            Word(
                33 * _MINUTE,
                "One of two signing services ran out of disk. It is being given more.",
                _FOUND,
                30 * _MINUTE,
            ),
            Word(
                55 * _MINUTE, "Publishing works again. Please publish once more what failed.", _OVER
            ),
        ),
    ),
    Story(
        "Demo: pushes are refused",
        11 * _DAY + 7 * _HOUR,
        6 * _MINUTE,
        {"git-operations": _DOWN, "pull-requests": _SLOW},
        (
            Word(
                0 * _MINUTE,
                "Pushes are refused with a fault. Nothing that was pushed before is lost. "
                "We are looking for the cause.",
                Status.INVESTIGATING,
                20 * _MINUTE,
            ),
            Word(
                16 * _MINUTE,
                "A change of this morning locks out the writers. It is being undone.",
                _FOUND,
                20 * _MINUTE,
            ),
            Word(
                29 * _MINUTE,
                "The change is undone and pushes go through. Please push again.",
                _OVER,
            ),
        ),
    ),
    Story(
        EXPLAINED,
        5 * _DAY,
        20 * _MINUTE,
        {"pages": _DOWN},
        (
            Word(
                0 * _MINUTE,
                "New versions of sites are not built. Sites that are there stay there.",
                Status.INVESTIGATING,
                30 * _MINUTE,
            ),
            Word(
                25 * _MINUTE,
                "An expired key keeps the builders from fetching code. We are replacing it.",
                _FOUND,
                30 * _MINUTE,
            ),
            Word(
                50 * _MINUTE,
                "Builds run again; the queue empties within the hour.",
                _WATCHED,
                60 * _MINUTE,
            ),
            Word(
                95 * _MINUTE,
                "The queue is empty and every waiting site is built. Keys now warn two "
                "weeks before they expire.",
                _OVER,
            ),
        ),
    ),
)


CURRENT = Story(
    OPEN,
    40 * _MINUTE,
    15 * _MINUTE,
    {"webhooks": _PART, "actions": _SLOW},
    (
        Word(
            0 * _MINUTE,
            "Some webhooks arrive up to ten minutes late, and workflows that wait for them start "
            "late. None is lost. We are looking for the cause.",
            Status.INVESTIGATING,
            25 * _MINUTE,
            {
                "de": "Einige Webhooks kommen bis zu zehn Minuten zu spät an, und Abläufe, die "
                "auf sie warten, beginnen später. Keiner geht verloren. Wir suchen die Ursache.",
                "ar": "تصل بعض إشعارات Webhook متأخرة حتى عشر دقائق، وتبدأ المهام التي تنتظرها "
                "متأخرة. لا يضيع أي منها. نبحث عن السبب.",
            },
        ),
        Word(
            22 * _MINUTE,
            "One of three queues stands still, so about a third of the webhooks waits. We are "
            "moving its work to the other two. You need not send anything again.",
            _FOUND,
            60 * _MINUTE,
            {
                "de": "Eine von drei Warteschlangen steht still, daher wartet etwa ein Drittel der "
                "Webhooks. Wir verlegen ihre Arbeit auf die beiden anderen. Sie müssen nichts "
                "noch einmal senden.",
                "ar": "توقفت واحدة من ثلاث قوائم انتظار، ولذلك ينتظر نحو ثلث الإشعارات. ننقل عملها "
                "إلى القائمتين الأخريين. لا حاجة إلى إرسال أي شيء مرة أخرى.",
            },
        ),
    ),
    {
        "de": "Demo: Webhooks kommen verspätet an",
        "ar": "عرض تجريبي: إشعارات Webhook تصل متأخرة",
    },
)

FURTHER = (
    Word(
        _HOUR,
        "About half of what waited is delivered. Webhooks that are sent now arrive within five "
        "minutes.",
        _FOUND,
        _HOUR,
        {
            "de": "Etwa die Hälfte der wartenden Webhooks ist zugestellt. Neue kommen binnen "
            "fünf Minuten an.",
            "ar": "تم تسليم نحو نصف الإشعارات المنتظرة. تصل الإشعارات الجديدة خلال خمس دقائق.",
        },
    ),
    Word(
        _HOUR,
        "The work moves more slowly than we thought: the other two queues are nearly full. We are "
        "adding a fourth.",
        _FOUND,
        _HOUR,
        {
            "de": "Es geht langsamer als gedacht: Die beiden anderen Warteschlangen sind fast "
            "voll. Wir fügen eine vierte hinzu.",
            "ar": "يسير العمل أبطأ مما توقعنا: القائمتان الأخريان شبه ممتلئتين. نضيف قائمة رابعة.",
        },
    ),
    Word(
        _HOUR,
        "The fourth queue is there and takes its share. What still waits is an hour old at most.",
        _FOUND,
        _HOUR,
        {
            "de": "Die vierte Warteschlange arbeitet mit. Was noch wartet, ist höchstens eine "
            "Stunde alt.",
            "ar": "القائمة الرابعة تعمل الآن. ما زال ينتظر لا يتجاوز عمره ساعة واحدة.",
        },
    ),
    Word(
        _HOUR,
        "Nearly everything is delivered. We are watching whether it stays that way.",
        _WATCHED,
        _HOUR,
        {
            "de": "Fast alles ist zugestellt. Wir beobachten, ob es so bleibt.",
            "ar": "تم تسليم كل شيء تقريبًا. نراقب الوضع للتأكد من استقراره.",
        },
    ),
)
"""What the demo says next while it runs, each word before the time that the former one promised."""

LAST = Word(
    _HOUR,
    "Everything that waited is delivered, and webhooks arrive within seconds.",
    _OVER,
    None,
    {
        "de": "Alles, was wartete, ist zugestellt, und Webhooks kommen in Sekunden an.",
        "ar": "تم تسليم كل ما كان ينتظر، وتصل الإشعارات خلال ثوانٍ.",
    },
)
