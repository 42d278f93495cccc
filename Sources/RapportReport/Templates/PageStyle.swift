/// How a page looks: one column of text, quiet rules, numbers in line, light and dark, screen and paper.
enum PageStyle {
    static let css = """
        :root{color-scheme:light dark;--ink:#1f2933;--soft:#5b6672;--paper:#fff;--wash:#f5f7f9;--rule:#dfe4e9;\
        --accent:#1d5fa6;--warn:#9a5b00;--warn-wash:#fdf8ee;--bad:#a3261f}
        @media (prefers-color-scheme:dark){@media screen{:root{--ink:#e6eaee;--soft:#a4afba;--paper:#14181c;\
        --wash:#1c2228;--rule:#313a43;--accent:#79b3f0;--warn:#e2ad57;--warn-wash:#221d14;--bad:#ef8d85}}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",\
        "Noto Sans","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",\
        "Source Han Sans SC",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
        main{max-width:46rem;margin:0 auto;padding:3.5rem 1.25rem 5rem}
        header{border-bottom:2px solid var(--ink);padding-bottom:1rem;margin-bottom:2rem}
        h1{font-size:2rem;line-height:1.2;font-weight:680;letter-spacing:-.015em;margin:0}
        h2{font-size:1.45rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:2.8rem 0 .8rem}
        h3{font-size:1.15rem;line-height:1.35;font-weight:650;margin:2.2rem 0 .6rem}
        h4,h5{font-size:1rem;font-weight:650;margin:1.6rem 0 .4rem}
        :lang(zh) h1,:lang(zh) h2{letter-spacing:0}
        p{margin:.7rem 0}
        .subtitle{font-size:1.1rem;color:var(--soft);margin:.4rem 0 0}
        .date{color:var(--soft);margin:.3rem 0 0;font-size:.9rem}
        ul,ol{padding-left:1.3rem;margin:.6rem 0}
        li{margin:.25rem 0}
        hr{border:0;border-top:1px solid var(--rule);margin:2rem 0}
        blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid var(--rule);color:var(--soft)}
        code,pre{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",\
        "Noto Sans Mono CJK SC",monospace;font-size:.86em}
        code{background:var(--wash);padding:.1em .3em;border-radius:3px}
        pre{line-height:1.5;margin:1rem 0;padding:.8rem 1rem;overflow-x:auto;background:var(--wash);border-radius:4px}
        pre code{background:none;padding:0;font-size:1em}
        pre.cell{border-left:3px solid var(--accent);white-space:pre-wrap}
        pre.error{border-left:3px solid var(--bad);color:var(--bad)}
        .findings,.caveats,.notes{margin:1.4rem 0}
        .findings h4,.caveats h4,.facts h4,.provenance h4{font-size:.82rem;font-weight:650;\
        color:var(--soft);margin:0 0 .35rem;letter-spacing:.02em}
        .findings{border-left:3px solid var(--accent);padding:.1rem 0 .1rem 1.1rem}
        .findings h4{color:var(--accent)}
        .findings ul{list-style:none;padding:0;margin:0}
        .findings li{font-size:1.12rem;line-height:1.5;margin:.35rem 0}
        .caveats{border-left:3px solid var(--warn);background:var(--warn-wash);padding:.7rem 1.1rem;\
        font-size:.93rem}
        .caveats h4{color:var(--warn)}
        .caveats ul{padding-left:1.1rem;margin:0}
        .notes h4{display:none}
        .notes ul{list-style:none;padding:0;margin:.4rem 0}
        .notes li{color:var(--soft);font-size:.88rem;margin:.1rem 0}
        .notes strong{color:var(--warn);font-weight:600}
        .metrics dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:1.1rem 1.5rem;\
        margin:1.5rem 0}
        .metrics div{border-top:1px solid var(--rule);padding-top:.45rem}
        .metrics dt{font-size:.85rem;color:var(--soft)}
        .metrics dd{margin:0;font-size:1.45rem;line-height:1.3;font-weight:600;letter-spacing:-.01em}
        .metrics .small{font-size:.8rem;font-weight:400;color:var(--soft);letter-spacing:0}
        .group{font-weight:600;color:var(--ink)}
        .unit{font-size:.8em;font-weight:400;color:var(--soft)}
        .facts dl,.provenance dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:.4rem 0;\
        font-size:.9rem}
        .facts dt,.provenance dt{color:var(--soft)}
        .facts dd,.provenance dd{margin:0}
        .scroll{overflow-x:auto;margin:1.4rem 0}
        .scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{border-collapse:collapse;font-size:.9rem;line-height:1.4;min-width:min(100%,20rem)}
        caption{text-align:left;font-weight:650;padding:0 0 .5rem;font-size:.95rem}
        th{font-weight:600;color:var(--soft);vertical-align:bottom;border-bottom:1.5px solid var(--ink);white-space:nowrap}
        th,td{padding:.35rem 1.4rem .35rem 0;text-align:left}
        td{border-bottom:1px solid var(--rule);vertical-align:top;max-width:26rem}
        th.n,td.n{text-align:right;white-space:nowrap}
        th:last-child,td:last-child{padding-right:0}
        abbr{color:var(--soft);text-decoration:none}
        .footer{font-size:.82rem;color:var(--soft);margin:.5rem 0}
        figure{margin:2rem 0}
        .picture{overflow-x:auto}
        .picture .chart{min-width:32rem}
        figcaption{font-weight:650;margin-bottom:.9rem}
        details{margin:.6rem 0}
        summary{cursor:pointer;color:var(--soft);font-size:.85rem}
        summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .data .scroll{margin:.6rem 0}
        .provenance{border-top:1px solid var(--rule);padding-top:.6rem;margin-top:1.8rem;font-size:.9rem}
        .provenance h4{margin-top:1rem}
        .provenance ul{list-style:none;padding:0;margin:.3rem 0}
        .provenance pre{margin:.3rem 0;white-space:pre-wrap}
        .parameters{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem}
        .digest{color:var(--soft);font-size:.8rem;word-break:break-all}
        .address{color:var(--soft)}
        @media print{
        @page{margin:18mm 16mm}
        body{font-size:10.5pt}
        main{max-width:none;padding:0}
        .scroll,.picture,pre{overflow:visible;white-space:pre-wrap}
        .picture .chart{min-width:0}
        table{font-size:8.5pt}
        th,td{white-space:normal;padding-right:.8rem}
        thead{display:table-header-group}
        tr,figure svg,.findings,.caveats,.metrics div{break-inside:avoid}
        h2,h3,h4,figcaption,caption,summary{break-after:avoid}
        details::details-content{content-visibility:visible;display:block;height:auto}
        summary{list-style:none}
        summary::-webkit-details-marker{display:none}
        .findings,.caveats,.chart{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        }

        """
}
