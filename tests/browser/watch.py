"""What a page did while nobody looked: errors, breaches of the security policy, requests."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""


@dataclass
class Watch:
    """`errors` holds what was told to the console, every breach of the policy among it."""

    errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def watched(page: Page) -> Watch:
    watch = Watch()
    page.add_init_script(REPORT_VIOLATIONS)
    page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", lambda request: watch.addresses.append(request.url))
    return watch
