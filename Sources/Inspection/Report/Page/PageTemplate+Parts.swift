/// What stands in several places of the template.
extension PageTemplate {
  /// Something that waits: what, since when, whose, why, and what to type.
  static let item = #"""
    <p class="what">{{text}}</p>
    <dl>
    {{#since}}<div><dt>{{words.since}}</dt><dd><time datetime="{{iso}}">{{text}}</time>{{#age}} ({{.}}){{/age}}</dd></div>{{/since}}
    {{#until}}<div><dt>{{words.nextTry}}</dt><dd><time datetime="{{iso}}">{{text}}</time></dd></div>{{/until}}
    {{#taskID}}<div><dt>{{words.task}}</dt><dd>{{#taskAbout}}<bdi>{{.}}</bdi><br/>{{/taskAbout}}<span class="id">{{taskID}}{{#intentID}} [{{.}}]{{/intentID}}</span></dd></div>{{/taskID}}
    {{#ruleID}}<div><dt>{{words.rule}}</dt><dd>{{#ruleTitle}}<bdi>{{.}}</bdi> {{/ruleTitle}}<span class="id">{{ruleID}}</span></dd></div>{{/ruleID}}
    {{#ownerName}}<div><dt>{{words.owner}}</dt><dd><strong><bdi>{{.}}</bdi></strong></dd></div>{{/ownerName}}
    {{#byName}}<div><dt>{{words.by}}</dt><dd><bdi>{{.}}</bdi></dd></div>{{/byName}}
    {{#reason}}<div><dt>{{words.why}}</dt><dd lang="en" xml:lang="en">{{.}}</dd></div>{{/reason}}
    </dl>
    {{#advice}}<p>{{.}}</p>{{/advice}}
    {{#commands}}
    <ul class="commands" aria-label="{{words.toType}}">
    {{#lines}}<li><code>{{line}}</code>{{#meaning}} <span>{{.}}</span>{{/meaning}}</li>{{/lines}}
    </ul>
    {{/commands}}
    """#

  /// A table with its caption, in a part of the page that can be moved sideways where the screen is narrow.
  static func table(isCaptionHidden: Bool) -> String {
    #"""
    <div class="scroll" role="region" tabindex="0" aria-label="{{label}}">
    <table>
    <caption\#(isCaptionHidden ? #" class="unseen""# : "")>{{caption}}</caption>
    <thead><tr><th scope="col">{{first}}</th>{{#headings}}<th scope="col" class="number">{{.}}</th>{{/headings}}{{#pictures}}<th scope="col">{{.}}</th>{{/pictures}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr><th scope="row">{{#link}}<a href="#{{.}}">{{name}}</a>{{/link}}{{^link}}{{name}}{{/link}}{{#about}}<span class="about"><bdi>{{.}}</bdi></span>{{/about}}</th>{{#numbers}}<td class="number{{#isZero}} zero{{/isZero}}">{{text}}</td>{{/numbers}}{{#course}}<td><svg class="course" width="120" height="24" viewBox="0 0 {{width}} 20" preserveAspectRatio="none" role="img"><title>{{title}}</title>{{#rectangles}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>{{/rectangles}}</svg></td>{{/course}}{{#gauge}}<td class="gauge"><svg width="120" height="10" role="img"><title>{{title}}</title><rect class="track" width="100%" height="10"/><rect class="used" width="{{used}}%" height="10"/><rect class="foreign" x="{{used}}%" width="{{foreign}}%" height="10"/></svg><span>{{title}}</span></td>{{/gauge}}</tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    """#
  }
}
