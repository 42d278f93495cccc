/// Whole renderings of small documents and charts, read by eye before they were kept.
enum Expected {
    static let smallPage = #"""
        <main>
        <header>
        <h1>客户</h1>
        <p class="date">2011-12-09</p>
        </header>

        <section class="findings">
        <h4>发现</h4>
        <ul>
        <li>19 位客户 <code>核心</code> &lt;b&gt;</li>
        </ul>
        </section>

        <section class="caveats">
        <h4>注意</h4>
        <ul>
        <li>无</li>
        </ul>
        </section>

        <figure>
        <figcaption>人数</figcaption>
        <div class="picture"><svg viewBox="0 0 720 332" role="img" aria-label="条形图：按 c 的 n，1 个条形；甲 的值为 3。" class="chart">
        <line x1="19.1" y1="288" x2="714" y2="288" class="grid"/>
        <text x="11.1" y="292" text-anchor="end" class="tick">0</text>
        <line x1="19.1" y1="201.33" x2="714" y2="201.33" class="grid"/>
        <text x="11.1" y="205.33" text-anchor="end" class="tick">1</text>
        <line x1="19.1" y1="114.67" x2="714" y2="114.67" class="grid"/>
        <text x="11.1" y="118.67" text-anchor="end" class="tick">2</text>
        <line x1="19.1" y1="28" x2="714" y2="28" class="grid"/>
        <text x="11.1" y="32" text-anchor="end" class="tick">3</text>
        <text x="366.55" y="306" text-anchor="middle" class="tick">甲</text>
        <text x="0" y="16" class="axis-label">n</text>
        <text x="714" y="324" text-anchor="end" class="axis-label">c</text>
        <rect x="324.86" y="28" width="83.39" height="260" rx="1.5" class="s0 bar"/>
        <text x="366.55" y="23" text-anchor="middle" class="value">3</text>
        <line x1="19.1" y1="288" x2="714" y2="288" class="axis"/>
        </svg>
        </div>
        <details class="data"><summary>数据</summary>
        <div class="scroll" role="region" aria-label="数据" tabindex="0">
        <table>
        <thead>
        <tr><th scope="col" class="t">c</th><th scope="col" class="n">n</th></tr>
        </thead>
        <tbody>
        <tr><td class="t">甲</td><td class="n">3</td></tr>
        </tbody>
        </table>
        </div>
        </details>
        </figure>

        </main>
        </body>
        </html>

        """#

    static let markdown = #"""
        # A_b \*c\*

        2011-12-09

        ```rapport
        t | take 1
        ```

        - **warning** `x` is 1\|2

        **Findings**

        - one

        **Caveats**

        - two

        | k    |     n |
        | ---- | ----: |
        | a\|b | 1,000 |

        1 of 3 rows shown

        **Provenance**

        - Analysis: a.b (version 2)
        - Seed: 42
        - Rows: 3 in, 2 used, 1 dropped
        - Inputs: `t.csv` 1 row, sha256 00
        - Parameters: `k=3` (default)
        - Recipe:

        ```rapport
        t | a.b
        ```

        """#

    static let terminal = #"""
        客户 report
        ───────────

        发现
          • 87 位客户中的 19 位贡献了 61% 的收
            入，值得关注。

        注意
          • 已剔除 66 行。

        指标
          nps   41.25  (30.0 – 52.5; 样本数 =
                120)
          csat  ·

        分群
        segment         n     spend
        text          int     float
        ───────────────────────────
        重要价值客户   19  4,804.51
        重要发展客户   12  2,100.00
        还有 4 行

        来源
          分析      segmentation.rfm（版本 1）
          截止日期  2011-12-09
          随机种子  42
          行数      读入 8,557，使用 8,491，剔除
                    66
          输入      france.csv，8,557 行，sha256
                    9f2c4e1a77b0
          参数      refunds=net，bins=5（默
                    认），scheme="r_rfm"（默认）
          重现语句  load "france.csv"
                    | where present(CustomerID)
                    | derive amount = Quantity *
                    UnitPrice
                    | segmentation.rfm
                    refunds=net as_of=2011-12-09

        """#

    static let narrow = #"""
        name            customers    b
        text                  int  int
        ──────────────────────────────
        a very long n…  1,234,567    1
        重要价值客户…           ·    2
        38 more rows · 1 more column …
        """#

    static let bars = #"""
        客户
        n
        重要价值客户    █████████████████████████ 19
        重要发展客户    ███████████████▉ 12
        一般保持客户    █████████▎ 7
        Champions       ███████████▉ 9
        About to sleep  █████████████████████████████ 22
        Lost            ███████████████████████▊ 18
        """#

    static let line = #"""
        revenue
        30,000 ┤                                   ⡠⠲⡀
               │                            ⢀⠔⠤⠤⠤⠔⠊  ⢣
        20,000 ┤   ⣀            ⡔⠢⠤⣀       ⡰⠁        ⠈⣆
        10,000 ┤⢀⡠⠊ ⠉⠢⡀⢀⡠⠜⠢⡀  ⢠⠎          ⠈           ⠈⡆
               │⠁     ⠑⠁   ⠈⠢⡰⠁                        ⠘
             0 ┤
               └────────────────────────────────────────
                2010-12   2011-04      2011-08   2011-12
                                                   month
        1 row without a value is a gap
        """#

    static let heatmap = #"""
        r_score ↓ f_score →
             1    2    3    4    5
        5 ▓ 43 ░ 17 ▒ 37 ░ 23 █ 55
        4 ▒ 35    8 ░ 27 █ 52 ▓ 43
        3 ░ 27 ▒ 39 ░ 17 ▓ 41 ▒ 31
        2 ░ 19 ▒ 30    7 ▒ 30 ░ 19
        1   11 ░ 21 ▒ 37 ░ 19    ·
        """#
}
