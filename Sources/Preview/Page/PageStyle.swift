/// The looks of the page around the drawing.
enum PageStyle {
    static let sheet = """
        * { box-sizing: border-box; }
        html { background: var(--kt-paper); color: var(--kt-ink); font: 16px/1.55 \(DrawingStyle.fonts); }
        body { margin: 0 auto; max-width: 75rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem; }
        h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.2rem); line-height: 1.2; margin: .5rem 0 .25rem; }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
        p { margin: .4rem 0; max-width: 70ch; }
        .lead, .soft { color: var(--kt-soft); }
        a { color: var(--kt-signing); }
        :focus-visible { outline: 3px solid var(--kt-today); outline-offset: 2px; }
        .glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; margin: 0; }
        .glance > div { background: var(--kt-lane); border: 1px solid var(--kt-line); border-radius: .5rem;
          padding: .8rem 1rem; }
        .glance dt { color: var(--kt-soft); font-size: .85rem; }
        .glance dd { margin: .15rem 0 0; }
        .glance .value { display: block; font-size: 1.15rem; font-weight: 650; font-variant-numeric: tabular-nums; }
        figure { margin: 0; }
        .scroll { overflow-x: auto; border: 1px solid var(--kt-line); border-radius: .5rem; }
        .scroll svg { display: block; width: 100%; min-width: 58rem; height: auto; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .93rem; }
        caption { text-align: left; color: var(--kt-soft); font-size: .85rem; padding-bottom: .4rem; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; font-weight: inherit; }
        thead th { border-bottom: 2px solid var(--kt-edge); font-weight: 650; white-space: nowrap; }
        tbody tr { border-bottom: 1px solid var(--kt-line); }
        tbody .group th { font-weight: 700; font-size: 1.1rem; padding-top: 1.4rem; }
        tbody th time { font-variant-numeric: tabular-nums; white-space: nowrap; }
        th.time, td.name, td.step, td.who { white-space: nowrap; width: 1%; padding-right: 1.5rem; }
        td .why { color: var(--kt-soft); display: block; }
        td code { display: block; font: .82rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--kt-soft);
          overflow-wrap: anywhere; }
        td .remark { display: block; font-weight: 650; }
        td.size, th.size { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .over { color: var(--kt-warn); font-weight: 700; }
        .task { font-weight: 700; }
        .task::before { content: "\\25B6\\00A0"; color: var(--kt-warn); }
        .mark { color: var(--kt-milestone); font-weight: 700; }
        .today th { color: var(--kt-today); font-weight: 700; border-top: 2px dashed var(--kt-today); }
        .strong { font-weight: 650; }
        .held { border-left: .3rem solid var(--kt-hold-mark); padding-left: .8rem; margin: .6rem 0; }
        dl.words { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: 0; }
        dl.words dt { font-weight: 650; } dl.words dd { margin: 0; }
        footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--kt-line); color: var(--kt-soft);
          font-size: .85rem; }
        @media (max-width: 45rem) { th.time, td.name, td.step, td.who { white-space: normal; padding-right: .75rem; }
          dl.words { grid-template-columns: 1fr; } dl.words dd { margin-bottom: .5rem; } }
        @media print {
          @page { size: A4; margin: 13mm; }
          html { font-size: 9pt; } body { max-width: none; padding: 0; }
          h2 { break-after: avoid; margin-top: 1.2rem; }
          .scroll { overflow: visible; border: 0; } .scroll svg { min-width: 0; max-height: 240mm; }
          tr, figure, .glance > div { break-inside: avoid; } thead { display: table-header-group; }
          .glance { grid-template-columns: repeat(4, 1fr); gap: 2mm; } .glance .value { font-size: 1rem; }
          tr.group { break-after: avoid; } a { color: inherit; }
        }
        """
}
