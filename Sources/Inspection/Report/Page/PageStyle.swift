import Foundation
import Journal

/// How the page looks: on a wide and a narrow screen, by day and by night, and on paper.
///
/// Text has a contrast of 4.5 and more to its ground, what is drawn 3 and more: WCAG 2.2, success criteria 1.4.3 and
/// 1.4.11. A test in a browser measures it.
enum PageStyle {
  static let text = colours + layout + parts + narrow + paper

  /// For the policy of the page: SHA-256 in Base64.
  static let hash: String = {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return Data(hash.finish()).base64EncodedString()
  }()

  private static let colours = """

    :root { color-scheme: light dark; --ground: #f4f6f8; --card: #ffffff; --ink: #17212c; --soft: #4b5866;
      --line: #d3dae2; --link: #0b5394; --done: #1b6ea8; --refused: #b3261e; --superseded: #6b7684;
      --shadow: #7a54a8; --dry: #147d78; --blocked: #a65a00; --capped: #a3386c; --skipped: #7c6f57;
      --alarm: #fdecea; --code: #eef2f6; }
    @media screen and (prefers-color-scheme: dark) {
      :root { --ground: #0f151c; --card: #18212b; --ink: #e7edf3; --soft: #a9b6c3; --line: #32404e; --link: #8cc4f5;
        --done: #4f9fdc; --refused: #f0776c; --superseded: #94a1af; --shadow: #b392dd; --dry: #4fb8b1;
        --blocked: #e0a04a; --capped: #e58bb4; --skipped: #b5a684; --alarm: #3a1f20; --code: #0f161e; }
    }
    .done { --tone: var(--done); } .refused { --tone: var(--refused); } .superseded { --tone: var(--superseded); }
    .shadow { --tone: var(--shadow); } .dry { --tone: var(--dry); } .blocked, .doubt { --tone: var(--blocked); }
    .capped { --tone: var(--capped); } .skipped { --tone: var(--skipped); } .alarm { --tone: var(--refused); }
    .quiet { --tone: var(--soft); }

    """

  private static let layout = """
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 2rem 1.25rem 3rem; max-width: 68rem; background: var(--ground); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
    h1, h2, h3, p, dl, dd, ul, figure { margin: 0; padding: 0; }
    h1 { font-size: 1.9rem; line-height: 1.2; }
    h2 { font-size: 1.35rem; line-height: 1.3; }
    h3 { font-size: 1.05rem; margin-bottom: .75rem; }
    header { margin-bottom: 1.5rem; }
    main { display: grid; gap: 2.5rem; grid-template-columns: minmax(0, 1fr); }
    .brand { color: var(--link); font-weight: 700; letter-spacing: .08em; text-transform: uppercase; font-size: .8rem; }
    .lead, .small, .about, .quiet { color: var(--soft); }
    .small { font-size: .85rem; overflow-wrap: anywhere; }
    .headline { font-size: 1.15rem; font-weight: 600; }
    .tenant { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
    .tenant > .lead { margin-top: -.75rem; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.25rem; }
    a { color: var(--link); }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1.25rem; display: grid; gap: .75rem; }
    footer h2 { font-size: 1rem; }

    """
}
