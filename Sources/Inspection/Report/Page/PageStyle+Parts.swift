extension PageStyle {
  static let parts = """
    .tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
    .tiles div { background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--tone);
      border-radius: .6rem; padding: .7rem .9rem; display: flex; flex-direction: column; }
    .tiles dt { color: var(--soft); font-size: .9rem; }
    .tiles dd { font-size: 1.8rem; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }
    .tiles .quiet { color: var(--soft); border-top-color: var(--line); }
    .tiles .alarm { background: var(--alarm); }
    .items { list-style: none; display: grid; gap: .9rem; grid-template-columns: minmax(0, 1fr); }
    .items > li + li { border-top: 1px solid var(--line); padding-top: .9rem; }
    .act > li:not(.quiet) { border: 0; border-left: 4px solid var(--refused); padding: .1rem 0 .1rem .9rem; }
    .what { font-weight: 600; }
    .items dl { display: grid; gap: .1rem 1.5rem; margin: .25rem 0; }
    .items dl div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); }
    .items dt { color: var(--soft); }
    .items dd, .items p { overflow-wrap: anywhere; }
    .id { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
    .commands { list-style: none; display: grid; gap: .35rem; margin-top: .5rem; }
    .commands span { color: var(--soft); font-size: .9rem; }
    code { font: .88rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--code);
      border: 1px solid var(--line); border-radius: .3rem; padding: .1rem .4rem; overflow-wrap: anywhere;
      -webkit-box-decoration-break: clone; box-decoration-break: clone; }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-bottom: .5rem; }
    .legend svg { margin-right: .4rem; }
    .legend rect, .bars rect { fill: var(--tone); }
    .plot { display: grid; grid-template-columns: 44px minmax(0, 1fr); }
    .plot svg { display: block; overflow: visible; }
    .plot text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
    .plot line { stroke: var(--line); }
    details { margin-top: .9rem; }
    summary { cursor: pointer; color: var(--link); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    caption { text-align: start; color: var(--soft); padding-bottom: .5rem; }
    th, td { padding: .45rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
    th:first-child { padding-left: 0; }
    thead th { font-size: .82rem; line-height: 1.3; color: var(--soft); vertical-align: bottom; }
    tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 12rem; }
    tbody tr:last-child > * { border-bottom: 0; }
    .number { text-align: end; }
    td.number { white-space: nowrap; }
    td.zero { color: var(--soft); font-weight: 400; }
    .about { display: block; font-weight: 400; font-size: .88rem; }
    .course { fill: var(--done); display: block; width: 96px; height: 22px; }
    .gauge span { display: block; font-size: .85rem; white-space: nowrap; }
    .gauge svg { display: block; margin: .35rem 0 .15rem; }
    .track { fill: var(--line); } .used { fill: var(--done); } .foreign { fill: var(--blocked); }
    .terms { display: grid; gap: .4rem 2rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
    .terms dt { font-weight: 600; } .terms dd { color: var(--soft); }

    """

  static let narrow = """
    @media (max-width: 36rem) {
      body { padding: 1.25rem .8rem 2rem; }
      h1 { font-size: 1.5rem; }
      .card { padding: .9rem; }
      .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; }
      .tiles dd { font-size: 1.5rem; }
      .items dl { gap: .25rem; }
      .items dl div { grid-template-columns: 6rem minmax(0, 1fr); gap: .5rem; }
      .items dt { font-size: .88rem; overflow-wrap: anywhere; }
      .commands { gap: .7rem; }
      .commands span { display: block; }
      .terms { grid-template-columns: minmax(0, 1fr); }
      th, td { padding: .4rem .45rem; }
      tbody th { min-width: 8rem; }
    }

    """

  static let paper = """
    @page { size: A4; margin: 14mm; }
    @media print {
      :root { color-scheme: light; --ground: #ffffff; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      html { font-size: 10pt; }
      body { padding: 0; max-width: none; }
      h1 { font-size: 18pt; }
      h2, h3, caption, summary { break-after: avoid; }
      .card, footer { padding: 8pt 10pt; }
      .tenant + .tenant { break-before: page; }
      footer { break-inside: avoid; }
      .items > li, figure, tr, .tiles, .tiles div, .terms div { break-inside: avoid; }
      thead { display: table-header-group; }
      .tiles { grid-template-columns: repeat(auto-fit, minmax(26mm, 1fr)); gap: 5pt; }
      .tiles dd { font-size: 16pt; }
      main, .tenant { display: block; }
      .card, .tiles, .lead { margin-bottom: 9pt; }
      .tenant > .lead { margin-top: 0; }
      .scroll { overflow: visible; }
      table { font-size: 9pt; }
      thead th { font-size: 7.5pt; }
      tbody th { min-width: 5.5rem; }
      th, td { padding: 3pt 2.5pt; }
      .course { width: 48px; height: 16px; }
      .gauge svg { width: 90px; }
      summary { list-style: none; color: var(--soft); }
      details::details-content { content-visibility: visible; block-size: auto; }
      a { color: inherit; text-decoration: none; }
    }

    """
}
