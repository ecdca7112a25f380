/// The template of the page, in the language of Mustache.
///
/// It is one text without partials: those would go back to the library's own escaping.
enum PageTemplate {
  static let text = "{{% CONTENT_TYPE:\(PageEscaping.name) }}" + head + tenant + foot

  private static let head = #"""
    <!DOCTYPE html>
    <html lang="{{lang}}" xml:lang="{{lang}}">
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="{{policy}}"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta name="referrer" content="no-referrer"/>
    <meta name="generator" content="{{generator}}"/>
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header>
    <p class="brand">Capataz</p>
    <h1>{{heading}}</h1>
    {{#period}}<p class="lead">{{.}}</p>{{/period}}
    </header>
    <main>
    {{#overview}}
    <section class="card" aria-labelledby="all">
    <h2 id="all">{{words.tenants}}</h2>
    \#(table(isCaptionHidden: true))
    </section>
    {{/overview}}

    """#

  private static let tenant = #"""
    {{#tenants}}
    <section class="tenant" aria-labelledby="{{anchor}}">
    <h2 id="{{anchor}}">{{words.tenant}} {{name}}</h2>
    <p class="headline">{{headline}}</p>
    <p class="lead">{{period}}; {{zone}}</p>
    <dl class="tiles">
    {{#tiles}}
    <div class="{{tone}}"><dt>{{label}}</dt><dd>{{value}}</dd></div>
    {{/tiles}}
    </dl>
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-act">
    <h3 id="{{anchor}}-act">{{words.act}}</h3>
    <ul class="items act">
    {{#demands}}
    <li>
    \#(item)
    </li>
    {{/demands}}
    {{^demands}}
    <li class="quiet">{{words.nobody}}</li>
    {{/demands}}
    </ul>
    </section>
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-over">
    <h3 id="{{anchor}}-over">{{words.overTime}}, {{perUnit}}</h3>
    {{#bars}}
    <figure>
    <ul class="legend">
    {{#series}}<li><svg class="key {{name}}" width="12" height="12" aria-hidden="true"><rect width="12" height="12"/></svg>{{label}}</li>{{/series}}
    </ul>
    <div class="plot">
    <svg class="scale" width="44" height="192" aria-hidden="true">{{#levels}}<text x="38" y="{{textY}}" text-anchor="end">{{label}}</text>{{/levels}}</svg>
    <svg class="bars" width="100%" height="192" role="img" aria-labelledby="{{id}}-bt {{id}}-bd">
    <title id="{{id}}-bt">{{title}}</title>
    <desc id="{{id}}-bd">{{description}}</desc>
    {{#levels}}<line x1="0" x2="100%" y1="{{y}}" y2="{{y}}"/>{{/levels}}
    {{#series}}<g class="{{name}}">{{#rectangles}}<rect x="{{x}}%" y="{{y}}" width="{{width}}%" height="{{height}}"/>{{/rectangles}}</g>{{/series}}
    {{#marks}}<text x="{{x}}%" y="187" text-anchor="{{anchor}}">{{label}}</text>{{/marks}}
    </svg>
    </div>
    </figure>
    {{/bars}}
    {{^bars}}
    <p class="quiet">{{words.nothingHappened}}</p>
    {{/bars}}
    {{#barTable}}
    <details>
    <summary>{{words.asTable}}</summary>
    \#(table(isCaptionHidden: false))
    </details>
    {{/barTable}}
    </section>
    {{#rules}}
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-rules">
    <h3 id="{{anchor}}-rules">{{words.byRule}}</h3>
    \#(table(isCaptionHidden: true))
    </section>
    {{/rules}}
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-waits">
    <h3 id="{{anchor}}-waits">{{words.waits}}</h3>
    <p>{{queue}}</p>
    <ul class="items">
    {{#waits}}
    <li>
    \#(item)
    </li>
    {{/waits}}
    {{^waits}}
    <li class="quiet">{{words.nothingWaits}}</li>
    {{/waits}}
    </ul>
    </section>
    {{#latency}}
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-latency">
    <h3 id="{{anchor}}-latency">{{words.latency}}</h3>
    \#(table(isCaptionHidden: false))
    {{#slowest}}<p class="small">{{.}}</p>{{/slowest}}
    </section>
    {{/latency}}
    {{#budget}}
    <section class="card" aria-labelledby="{{anchor}} {{anchor}}-budget">
    <h3 id="{{anchor}}-budget">{{words.budget}}</h3>
    \#(table(isCaptionHidden: true))
    </section>
    {{/budget}}
    {{#notes}}
    <p class="small">{{.}}</p>
    {{/notes}}
    </section>
    {{/tenants}}

    """#

  private static let foot = #"""
    </main>
    <footer>
    <h2>{{words.glossary}}</h2>
    <dl class="terms">
    {{#terms}}
    <div><dt>{{word}}</dt><dd>{{meaning}}</dd></div>
    {{/terms}}
    </dl>
    <p class="small">{{made}}</p>
    </footer>
    </body>
    </html>

    """#
}
