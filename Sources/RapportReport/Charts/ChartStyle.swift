/// How charts look, as CSS; the page includes it once.
///
/// Six hues that hold 3:1 against the page, light or dark, and differ for the colour-blind; each series has a
/// dash and a marker of its own besides. The heat scale is one hue, light to dark (ColorBrewer *Blues*), with
/// the number printed in black or white at 4.5:1 or more.
enum ChartStyle {
    static let css = """
        .chart{display:block;width:100%;height:auto;max-width:720px;font:12px system-ui,-apple-system,\
        "Segoe UI","Noto Sans","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",\
        "Source Han Sans SC",sans-serif;font-variant-numeric:tabular-nums;\
        --s0:#1d5fa6;--s1:#b4490f;--s2:#17784f;--s3:#8a4099;--s4:#7d6200;--s5:#51606f;\
        --ink:#1f2933;--soft:#5b6672;--rule:#e3e7eb;--line:#8793a0;--paper:#fff}
        .chart text{fill:var(--ink)}
        .chart .tick,.chart .axis-label,.chart .note{fill:var(--soft)}
        .chart .value{font-size:11px}
        .chart .grid{stroke:var(--rule)}
        .chart .axis{stroke:var(--line)}
        .chart .void{fill:none;stroke:var(--line);stroke-dasharray:4 4}
        .chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .chart .reference{stroke:var(--ink);stroke-width:1.3;stroke-dasharray:5 3}
        .chart .interval{stroke:var(--ink);stroke-width:1.4}
        .chart .tie{stroke:var(--line);stroke-opacity:.55}
        .chart .t0{stroke-width:.6}.chart .t1{stroke-width:1.2}.chart .t2{stroke-width:2}.chart .t3{stroke-width:3}
        .chart .bare{fill:var(--line)}
        .chart .tie.line{stroke-opacity:.9}.chart .tie.s0{stroke-dasharray:6 3}
        .chart .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
        .chart .dot{stroke:var(--paper);stroke-width:1}
        .chart .s0{fill:var(--s0)}.chart .s1{fill:var(--s1)}.chart .s2{fill:var(--s2)}
        .chart .s3{fill:var(--s3)}.chart .s4{fill:var(--s4)}.chart .s5{fill:var(--s5)}
        .chart .s0.line{stroke:var(--s0)}.chart .s1.line{stroke:var(--s1);stroke-dasharray:7 4}
        .chart .s2.line{stroke:var(--s2);stroke-dasharray:2 4}
        .chart .s3.line{stroke:var(--s3);stroke-dasharray:9 4 2 4}
        .chart .s4.line{stroke:var(--s4);stroke-dasharray:13 5}
        .chart .s5.line{stroke:var(--s5);stroke-dasharray:4 3}
        .chart .line.line{fill:none}
        .chart .h0{fill:#f7fbff}.chart .h1{fill:#deebf7}.chart .h2{fill:#c6dbef}
        .chart .h3{fill:#9ecae1}.chart .h4{fill:#6baed6}.chart .h5{fill:#4292c6}
        .chart .h6{fill:#2171b5}.chart .h7{fill:#08519c}.chart .h8{fill:#08306b}
        .chart .h0,.chart .h1{stroke:#c9d5e0;stroke-width:.6}
        .chart .on-light{fill:#10161c}.chart .on-dark{fill:#fff}
        @media (prefers-color-scheme:dark){@media screen{.chart{--s0:#6aa9ea;--s1:#f0935c;--s2:#5cc196;\
        --s3:#cf8fdd;--s4:#d3b23f;--s5:#a3b1bf;--ink:#e6eaee;--soft:#a4afba;--rule:#2b333b;--line:#6d7985;\
        --paper:#14181c}}}
        """
}
