"""The command line: thin click commands over actions, imports, publishing and serving."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from statuspage import __version__
from statuspage.cli.afar.either import choose
from statuspage.cli.afar.groups import GROUPS
from statuspage.cli.calling import DEFAULT
from statuspage.cli.language import echo, words
from statuspage.cli.lazy import LazyGroup
from statuspage.cli.output import here, tell_error
from statuspage.cli.refusing import options_in, tell_refusal
from statuspage.errors import StatusPageError
from statuspage.said import said

_VARIABLES = """\b
Environment:
  STATUSPAGE_CONFIG            the configuration file (default ./config.toml)
  STATUSPAGE_DATABASE          the store, in place of [store] database
  STATUSPAGE_SECRET            the secret of a site on PostgreSQL, the same on every node
  STATUSPAGE_SECRET_FILE       a file that holds that secret
  STATUSPAGE_SIGNING_KEY       the key that signs the record (see `statuspage record key`)
  STATUSPAGE_SIGNING_KEY_FILE  a file that holds that key
  STATUSPAGE_SMTP_URL          the server that takes mail, with its user and password
  STATUSPAGE_DKIM_KEY          the key that signs mails by DKIM (see `statuspage mail key`)
  STATUSPAGE_DKIM_KEY_FILE     a file that holds that key
  STATUSPAGE_IMAP_URL          the mailbox to which bounces come, with its user and password
  STATUSPAGE_SENDING           off: from here no reader is sent anything
  STATUSPAGE_OIDC_SECRET       the client's secret for single sign-on
  STATUSPAGE_SERVER            a site elsewhere, in place of --server
  STATUSPAGE_TOKEN             the token for it, and of `statuspage probe-from`
  STATUSPAGE_TOKEN_FILE        a file that holds that token
  STATUSPAGE_PLAIN_HTTP        1: --server may be http:// on another machine
  STATUSPAGE_STATE             where `statuspage probe-from` keeps results until they are sent
  STATUSPAGE_WITNESS           the folder of `statuspage witness`
  STATUSPAGE_WITNESS_KEY       its key, in place of the one in that folder
  STATUSPAGE_WITNESS_KEY_FILE  a file that holds that key
  STATUSPAGE_LOG               json: the log has one JSON object a line, in place of text
  STATUSPAGE_ACCESS_LOG        1: a line in the log for each request
  STATUSPAGE_CHROMIUM          the browser that prints PDFs, where it is not found by itself
  AWS_ACCESS_KEY_ID            the key for a copy in a bucket; a role of the machine needs none
  AWS_SECRET_ACCESS_KEY        its secret
  AWS_SESSION_TOKEN            its token, for temporary keys
  AWS_REGION                   the region of the bucket (default us-east-1)
  AWS_ENDPOINT_URL             the server of the bucket, where it is not AWS"""


_TABLE = {
    "publishing.content": {
        "check": said(
            "Check config.toml and content/: every fault at once, as file:line, and how to fix it."
        ),
        "init": said("Write a new site into DIR: config.toml and content/."),
        "publish": said(
            "Write the whole public site into DIR, for any web server to serve, or into a bucket."
        ),
        "sync": said(
            "Read config.toml and content/ into the store; says what it added, changed and "
            "withdrew."
        ),
    },
    "stores.backups": {
        "backup": said("Write a verified copy of the store to FILE; safe while everything runs."),
        "restore": said(
            "Put a verified backup in place of the store; running servers show it at once."
        ),
    },
    "telling.bounces": {"bounce": said("Take in a mail that came back, from standard input.")},
    "publishing.changelog": {"changelog": said("What changed: entries, and drafts of them.")},
    "completion.shells": {
        "completion": said(
            "Print the script by which a shell completes commands, options, names and ids on TAB."
        ),
    },
    "stores.data": {
        "import": said("Bring a history with you; running it again takes only what is new."),
        "migrate": said("Create the store, or bring its schema up to date."),
    },
    "running.doctor": {
        "doctor": said(
            "Check everything that this site depends on, and say how to fix what is wrong."
        ),
    },
    "stores.exports": {
        "export": said("Take what is public elsewhere: all of it into DIR, or a part of it.")
    },
    "listening.feedback": {
        "feedback": said("What people told us: private until it counts for a request.")
    },
    "incidents.posting": {"incident": said("Open, update and resolve incidents.")},
    "telling.mail": {"mail": said("Whether mail arrives, and the key that signs it.")},
    "incidents.maintenance": {"maintenance": said("Announce planned work and see it through.")},
    "agents.command": {
        "mcp": said("Serve tools for agents, by which they read the site and draft its words.")
    },
    "publishing.notices": {
        "notice": said("Notices: what changes on a named day, announced ahead.")
    },
    "running.process": {
        "run": said(
            "Migrate, sync, serve and work in one supervised command; SIGTERM stops it cleanly."
        ),
        "serve": said("Serve the site (a part of `run`, for a unit of its own)."),
        "work": said(
            "Do what is due: planned work, changed files (a part of `run`, for a unit of its own)."
        ),
    },
    "running.elsewhere": {
        "probe-from": said("Check from another machine, and send a server what is found."),
    },
    "measured.probes": {"probe": said("Probes of config.toml.")},
    "measured.sources": {
        "source": said("Sources of config.toml: measurements that exist already.")
    },
    "telling.hooks": {"hook": said("Hooks of config.toml.")},
    "measured.openslo": {
        "openslo": said(
            "Promises in the form of OpenSLO v1: out of this site, and into its config.toml."
        ),
    },
    "measured.reading": {"sla": said("Service-level agreements.")},
    "running.witness": {
        "witness": said("Cosign the records of other sites for as long as they only grow."),
    },
    "publishing.record": {"record": said("The public record and its key.")},
    "publishing.report": {
        "report": said("What a month, a quarter or a year comes to, bad news first.")
    },
    "telling.sending": {"sending": said("What readers are sent, by mail and all other ways.")},
    "staff.accounts": {"staff": said("Staff accounts.")},
    "stores.moving": {"store": said("The store, and the way to another database.")},
    "telling.subscribers": {
        "subscriber": said("People who are told: by mail, by webhooks, by topics of ntfy."),
    },
    "listening.surveys": {
        "survey": said(
            "Surveys: satisfaction, recommendation, ease, and three questions of trust."
        ),
    },
    "staff.tokens": {"token": said("Tokens for programs that use the API.")},
    "publishing.verify": {
        "verify": said(
            "Recompute the public record of a site and compare every page, feed and figure with it."
        ),
    },
}


_WITHOUT_SITE = frozenset({"completion", "probe-from", "witness"})
"""Commands that need no site and no store: nothing of either is imported."""

_TYPED = "statuspage.typed"


class _PlainErrors(LazyGroup):
    """Errors are one clear line and exit 1; no traceback reaches a user."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_TYPED] = options_in(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            sys.stderr.close()  # whoever read has gone; there is nobody to tell
        except (StatusPageError, OSError) as error:
            tell_refusal(error, ctx.meta[_TYPED])
        except click.UsageError as error:
            if isinstance(error, click.NoSuchOption) and error.option_name == "--server":
                error = _not_elsewhere(ctx.invoked_subcommand or "", error.ctx)
            if "--json" not in ctx.meta[_TYPED]:
                raise error from None
            here().is_json = True
            tell_error(error.format_message())
            raise SystemExit(error.exit_code) from error
        finally:
            _follow()
        raise SystemExit(1)


def _not_elsewhere(command: str, context: click.Context | None = None) -> click.UsageError:
    known = sorted(GROUPS)
    text = said(
        "--server is for {known}. Type `{command}` on the machine that has the store.",
        known=known,
        command=command,
    )
    return click.UsageError(words(text), context)


def _follow() -> None:
    """Whatever a command published, the copy says, too, when it ends; or it says that it does not.

    On standard error: programs read the other.
    """
    if "statuspage.store.db" not in sys.modules:
        return  # a command without a store, which stays light
    from statuspage.store import db

    if not db.take_news() or not _has_copy():
        return
    from statuspage.publish.following import follow  # and with it every page

    if not follow():
        echo(said("Published; the copy follows."), err=True)


def _has_copy() -> bool:
    """Whether there is one to be kept, as far as it can be told."""
    from statuspage.publish.targets import chosen
    from statuspage.store import db
    from statuspage.store.settings import were_read

    try:
        with db.snapshot():
            if not were_read():
                return False  # an account that is added before the first start
        return chosen() is not None
    except StatusPageError:
        return True  # which says why, when it is to be written


@click.group(
    cls=_PlainErrors,
    table=_TABLE,
    epilog=_VARIABLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="statuspage")
@click.option(
    "--config",
    envvar="STATUSPAGE_CONFIG",
    default=DEFAULT,
    show_default=True,
    type=click.Path(dir_okay=False),
    help="The configuration file of the site.",
)
@click.option(
    "--server",
    envvar="STATUSPAGE_SERVER",
    metavar="URL",
    help="A site elsewhere, for incident, maintenance, changelog and sla.",
)
@click.pass_context
def main(context: click.Context, config: str, server: str | None) -> None:
    """A public status page: promises, incidents, changes and answers, from one store.

    \b
    Example:
      statuspage init my-page && cd my-page && statuspage run
    """
    if server and context.invoked_subcommand in GROUPS:
        choose(context, server)
    elif context.get_parameter_source("server") is ParameterSource.COMMANDLINE:
        raise _not_elsewhere(context.invoked_subcommand or "")
    if context.invoked_subcommand in _WITHOUT_SITE:
        return
    from statuspage.cli.program import Program

    context.obj = Program(config)
