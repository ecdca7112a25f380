"""Looks at pages of `capataz report` in a browser: report.py AXE PAGES OUT

AXE is the file of axe-core, PAGES a folder of *.html, OUT a folder for pictures and PDFs. Ends with 1 if a page runs over
the side of a narrow screen, calls for anything, breaks its own policy, says anything on the console, or is not accessible;
and if it does not find each of these faults in a page that has them all.
"""

import pathlib
import sys

from browser import Browser

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")

# What is drawn against what it stands on: WCAG 2.2, 1.4.11.
CONTRAST = """
(() => {
  const numbers = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const v = numbers(c).slice(0, 3).map((x) => x / 255)
    .map((x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = light(getComputedStyle(document.querySelector('.card')).backgroundColor);
  return [...document.querySelectorAll('.bars rect, .legend rect, .course rect, .gauge .used, .gauge .foreign')].map((e) => {
    const drawn = light(getComputedStyle(e).fill);
    return [e.parentElement.getAttribute('class'), (Math.max(drawn, ground) + 0.05) / (Math.min(drawn, ground) + 0.05)];
  }).filter(([, contrast]) => contrast < 3).map(String);
})()
"""

# A policy that is in force lets no script of a page run, wherever it stands.
TRIAL = """
new Promise((resolve) => {
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.addEventListener('securitypolicyviolation', (e) => resolve(e.effectiveDirective));
  document.body.append(script);
  setTimeout(() => resolve(window.ran ? 'it ran' : 'nothing happened'), 2000);
})
"""

# What would be cut by the end of a sheet, and what paper cannot open.
PAPER = """
(() => {
  const cut = [...document.querySelectorAll('figure, tr, .items > li')]
    .filter((e) => getComputedStyle(e).breakInside !== 'avoid').length;
  const closed = [...document.querySelectorAll('details table')].filter((e) => !e.checkVisibility()).length;
  const wide = [...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1).length;
  return [cut, closed, wide];
})()
"""


# Everything that is looked for, in one page.
WRONG = """<!DOCTYPE html><html><head><style>body { max-width: 60rem }
.card { background: #777; color: #888; width: 1500px } .bars { fill: #787878 }</style></head><body>
<div class="card">pale <img src="missing.png"><svg class="bars"><rect width="9" height="9"/></svg></div>
<figure></figure><details><table><tr><td>1</td></tr></table></details>
<div class="scroll" style="overflow: auto"><p style="width: 2000px">wide</p></div><script>console.log("here")</script>
</body></html>"""
FOUND = (
    "runs over the side", "what is drawn cannot be told from its ground", "not accessible", "calls for more than itself",
    "says something on the console", "its policy lets a script run", "may be cut by the end of a sheet",
    "tables that paper does not show", "tables wider than a sheet", "paper is dark",
)


class Looks:
    def __init__(self, axe, out):
        self.axe, self.out, self.faults, self.count = axe, out, [], 0

    def check(self, where, what, found):
        self.count += 1
        if found:
            self.faults.append(f"{where}: {what}: {found}")

    def look(self, browser, page, width, scheme):
        where = f"{page.stem} at {width}, {scheme}"
        browser.open(page.as_uri(), width, scheme)
        size = browser.ask("[document.documentElement.scrollWidth, window.innerWidth]")
        self.check(where, "runs over the side", size if size[0] > size[1] else None)
        self.check(where, "its style is not taken", not browser.ask("getComputedStyle(document.body).maxWidth").endswith("px"))
        self.check(where, "what is drawn cannot be told from its ground", browser.ask(CONTRAST))
        browser.picture(str(self.out / f"{page.stem}-{width}-{scheme}.png"))
        if width == WIDTHS[0] and scheme == SCHEMES[0]:
            self.print(browser, page)
        browser.ask(self.axe + "; true")
        found = browser.ask("axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map("
                            "(v) => v.id + ' ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ': ' + n.failureSummary)))")
        self.check(where, "not accessible", found)
        calls = [e["params"]["request"]["url"] for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
        self.check(where, "calls for more than itself", [url for url in calls if url != page.as_uri()])
        said = [e["params"] for e in browser.events
                if e.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
        self.check(where, "says something on the console", said)
        tried = browser.ask(TRIAL)
        self.check(where, "its policy lets a script run", None if tried and tried.startswith("script-src") else tried)

    def print(self, browser, page):
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=688, height=1016, deviceScaleFactor=1, mobile=False)
        browser.media("print", "dark")
        cut, closed, wide = browser.ask(PAPER)
        self.check(page.stem, "may be cut by the end of a sheet", cut)
        self.check(page.stem, "tables that paper does not show", closed)
        self.check(page.stem, "tables wider than a sheet", wide)
        ground = browser.ask("getComputedStyle(document.body).backgroundColor")
        self.check(page.stem, "paper is dark", ground if ground != "rgb(255, 255, 255)" else None)
        sheets = browser.paper(str(self.out / f"{page.stem}.pdf"))
        self.check(page.stem, "sheets", sheets if sheets < 1 else None)
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=WIDTHS[0], height=900, deviceScaleFactor=1, mobile=False)
        browser.media("", SCHEMES[0])


def main():
    axe, pages, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
    looks, trial = Looks(axe.read_text(), out), Looks(axe.read_text(), out)
    files = sorted(pages.glob("*.html"))
    wrong = out / "wrong.html"
    wrong.write_text(WRONG)
    with Browser() as browser:
        trial.look(browser, wrong.resolve(), *(side[0] for side in (WIDTHS, SCHEMES)))
        for fault in FOUND:
            looks.check(wrong.stem, "is not noticed", None if any(fault in said for said in trial.faults) else fault)
        for page in files:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    looks.look(browser, page.resolve(), width, scheme)
    for fault in looks.faults:
        print(fault, file=sys.stderr)
    print(f"{len(files)} pages, {looks.count} checks, {len(looks.faults)} faults; pictures and PDFs: {out}")
    return 1 if looks.faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
