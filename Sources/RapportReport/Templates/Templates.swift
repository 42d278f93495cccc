import Mustache

/// The templates of a page, by name; a block's template is named in ``View/Piece/template``.
///
/// Partials stand at the left margin: Mustache would indent what comes out of them, the lines of code too.
enum Templates {
    /// Set in front of every template, because a partial does not take over how its caller escapes.
    static let pragma = "{{% CONTENT_TYPE:MARKUP}}\n"

    static let sources: [(name: String, text: String)] = [
        ("page", page), ("heading", heading), ("paragraph", "<p>{{{markup}}}</p>\n"),
        ("prose", "{{{markup}}}"),
        ("code", "<pre class=\"cell\"><code>{{{markup}}}</code></pre>\n"),
        ("preformatted", "<pre class=\"plain\">{{{markup}}}</pre>\n"),
        ("error", "<pre class=\"error\">{{{markup}}}</pre>\n"), ("statements", statements),
        ("metrics", metrics),
        ("facts", facts), ("table", table), ("chart", chart), ("provenance", provenance),
    ]

    private static let page = """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        {{{css}}}
        </style>
        </head>
        <body>
        <main>
        <header>
        <h1>{{title}}</h1>
        {{#subtitle}}<p class="subtitle">{{.}}</p>
        {{/subtitle}}{{#date}}<p class="date">{{.}}</p>
        {{/date}}</header>
        {{#blocks}}{{#content}}
        {{> *template}}
        {{/content}}{{/blocks}}
        </main>
        </body>
        </html>

        """

    private static let heading = """
        {{#isSecond}}<h2>{{{text}}}</h2>
        {{/isSecond}}{{#isThird}}<h3>{{{text}}}</h3>
        {{/isThird}}{{#isFourth}}<h4>{{{text}}}</h4>
        {{/isFourth}}
        """

    private static let statements = """
        <section class="{{kind}}">
        <h4>{{label}}</h4>
        <ul>
        {{#statements}}<li>{{#mark}}<strong>{{.}}</strong> {{/mark}}{{{markup}}}</li>
        {{/statements}}</ul>
        </section>

        """

    private static let metrics = """
        <section class="metrics" aria-label="{{label}}">
        <dl>
        {{#metrics}}<div><dt>{{name}}{{#group}} <span class="group">{{.}}</span>{{/group}}</dt>
        <dd>{{amount}}{{#unit}} <span class="unit">{{.}}</span>{{/unit}}</dd>
        {{#small}}<dd class="small">{{.}}</dd>
        {{/small}}</div>
        {{/metrics}}</dl>
        </section>

        """

    private static let facts = """
        <section class="facts">
        {{#factsCaption}}<h4>{{.}}</h4>
        {{/factsCaption}}<dl>
        {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>
        {{/facts}}</dl>
        </section>

        """

    private static let table = """
        <div class="scroll" role="region" aria-label="{{regionName}}" tabindex="0">
        {{^empty}}<table>
        {{#tableCaption}}<caption>{{.}}</caption>
        {{/tableCaption}}<thead>
        <tr>{{#heads}}<th scope="col" class="{{side}}"{{#columnMeaning}} title="{{.}}"{{/columnMeaning}}>{{columnName}}{{#columnUnit}} <span class="unit">{{.}}</span>{{/columnUnit}}</th>{{/heads}}</tr>
        </thead>
        <tbody>
        {{#lines}}<tr>{{#cells}}<td class="{{side}}">{{#missingWord}}<abbr title="{{.}}">·</abbr>{{/missingWord}}{{cell}}</td>{{/cells}}</tr>
        {{/lines}}</tbody>
        </table>
        {{/empty}}{{#empty}}<p class="footer">{{.}}</p>
        {{/empty}}{{#tableFooter}}<p class="footer">{{.}}</p>
        {{/tableFooter}}</div>

        """

    private static let chart = """
        <figure>
        {{#figureTitle}}<figcaption>{{.}}</figcaption>
        {{/figureTitle}}<div class="picture">{{{svg}}}</div>
        {{#figureNotes}}<p class="footer">{{{markup}}}</p>
        {{/figureNotes}}<details class="data"><summary>{{dataLabel}}</summary>
        {{#data}}
        {{> table}}
        {{/data}}
        </details>
        </figure>

        """

    private static let provenance = """
        <details class="provenance"><summary>{{label}} <span>{{of}}</span></summary>
        <dl>
        {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>
        {{/facts}}</dl>
        <h4>{{recipeLabel}}</h4>
        <pre class="plain"><code>{{{recipe}}}</code></pre>
        {{#inputsLabel}}<h4>{{.}}</h4>
        {{/inputsLabel}}<ul>
        {{#inputs}}<li><code>{{name}}</code> {{rows}}{{#digest}} <span class="digest">{{.}}</span>{{/digest}}</li>
        {{/inputs}}</ul>
        {{#parametersLabel}}<h4>{{.}}</h4>
        {{/parametersLabel}}<ul class="parameters">
        {{#parameters}}<li><code>{{name}}={{value}}</code>{{#standard}} <span class="unit">{{.}}</span>{{/standard}}</li>
        {{/parameters}}</ul>
        </details>

        """
}
