/// The looks of the drawing: one sheet for the page, for a drawing that stands alone, for light, dark and print.
///
/// Each thing differs from the others in pattern, outline or words as well as in colour.
enum DrawingStyle {
    /// The colours, as variables of the document.
    static let colours = """
        :root {
          color-scheme: light dark;
          --kt-paper: #ffffff; --kt-ink: #18212c; --kt-soft: #566273; --kt-line: #d5dbe3; --kt-lane: #f4f6f9;
          --kt-signing: #15609f; --kt-on-signing: #ffffff; --kt-published: #b4d8f3; --kt-published-mark: #3d86bd;
          --kt-standby: #e1f0fb; --kt-standby-mark: #6aa7d6; --kt-retired: #d3d8df; --kt-retired-mark: #97a1ae;
          --kt-revoked: #f3b08d; --kt-revoked-mark: #a63c06; --kt-edge: #44546a; --kt-ds: #64468f;
          --kt-ds-soft: #cbbde0; --kt-hold: #ffd95a; --kt-hold-mark: #8a6500; --kt-today: #b3124f;
          --kt-milestone: #00695f; --kt-size: #dbe3ec; --kt-size-line: #4c5d73; --kt-warn: #a63c06;
        }
        @media (prefers-color-scheme: dark) { :root {
          --kt-paper: #12161c; --kt-ink: #e7ebf0; --kt-soft: #a3afbe; --kt-line: #333c48; --kt-lane: #1a2028;
          --kt-signing: #6db3ee; --kt-on-signing: #0b1622; --kt-published: #23496b; --kt-published-mark: #6db3ee;
          --kt-standby: #1b3145; --kt-standby-mark: #4d88b8; --kt-retired: #3a434f; --kt-retired-mark: #717e8e;
          --kt-revoked: #6a2c0d; --kt-revoked-mark: #f59a6c; --kt-edge: #93a3b7; --kt-ds: #b9a0e0;
          --kt-ds-soft: #4a3b66; --kt-hold: #5b4700; --kt-hold-mark: #ffd24a; --kt-today: #ff7fae;
          --kt-milestone: #57c9bb; --kt-size: #28323e; --kt-size-line: #a9b8ca; --kt-warn: #ffa477;
        } }
        @media print { :root {
          color-scheme: light;
          --kt-paper: #ffffff; --kt-ink: #000000; --kt-soft: #3c4653; --kt-line: #c5ccd5; --kt-lane: #f7f8fa;
          --kt-signing: #15609f; --kt-on-signing: #ffffff; --kt-published: #b4d8f3; --kt-published-mark: #3d86bd;
          --kt-standby: #e1f0fb; --kt-standby-mark: #6aa7d6; --kt-retired: #d3d8df; --kt-retired-mark: #97a1ae;
          --kt-revoked: #f3b08d; --kt-revoked-mark: #a63c06; --kt-edge: #44546a; --kt-ds: #64468f;
          --kt-ds-soft: #cbbde0; --kt-hold: #ffd95a; --kt-hold-mark: #8a6500; --kt-today: #b3124f;
          --kt-milestone: #00695f; --kt-size: #dbe3ec; --kt-size-line: #4c5d73; --kt-warn: #a63c06;
        } }
        """

    /// The parts of the drawing.
    static let parts = """
        .kt text { fill: var(--kt-ink); font: 12px \(fonts); }
        .kt .soft { fill: var(--kt-soft); }
        .kt .small { font-size: 10.5px; }
        .kt .name { font-weight: 600; font-size: 13px; }
        .kt .tick { font-size: 11px; fill: var(--kt-soft); }
        .kt .year { font-size: 12px; font-weight: 600; }
        .kt .paper { fill: var(--kt-paper); }
        .kt .lane { fill: var(--kt-lane); }
        .kt .grid { stroke: var(--kt-line); stroke-width: 1; }
        .kt .strong { stroke: var(--kt-soft); stroke-opacity: .55; }
        .kt .bar { stroke: var(--kt-edge); stroke-width: 1; }
        .kt .made { fill: none; stroke-dasharray: 3 2; }
        .kt .published { fill: url(#kt-published); }
        .kt .standby { fill: url(#kt-standby); }
        .kt .signing { fill: var(--kt-signing); stroke: var(--kt-signing); }
        .kt .retired { fill: url(#kt-retired); }
        .kt .revoked { fill: url(#kt-revoked); stroke: var(--kt-revoked-mark); stroke-width: 1.5; }
        .kt .f-published { fill: var(--kt-published); } .kt .m-published { fill: var(--kt-published-mark); }
        .kt .f-standby { fill: var(--kt-standby); } .kt .m-standby { stroke: var(--kt-standby-mark); }
        .kt .f-retired { fill: var(--kt-retired); } .kt .m-retired { stroke: var(--kt-retired-mark); }
        .kt .f-revoked { fill: var(--kt-revoked); } .kt .m-revoked { stroke: var(--kt-revoked-mark); }
        .kt .f-hold { fill: var(--kt-hold); } .kt .m-hold { stroke: var(--kt-hold-mark); }
        .kt .inside { font-size: 11.5px; } .kt .in-signing { fill: var(--kt-on-signing); font-weight: 600; }
        .kt .f-signing, .kt .f-made { fill: none; }
        .kt .halo { stroke: var(--kt-paper); paint-order: stroke; stroke-width: 3px; stroke-linejoin: round; }
        .kt .ds-asked { fill: none; stroke: var(--kt-ds); stroke-dasharray: 2 2; }
        .kt .ds-shown { fill: var(--kt-ds); stroke: var(--kt-ds); }
        .kt .ds-leaving { fill: var(--kt-ds-soft); stroke: var(--kt-ds); stroke-dasharray: 2 2; }
        .kt .hold { fill: url(#kt-hold); stroke: var(--kt-hold-mark); }
        .kt .on { fill: var(--kt-edge); }
        .kt .drop { stroke: var(--kt-soft); stroke-width: 1; }
        .kt .today { stroke: var(--kt-today); stroke-width: 1.5; stroke-dasharray: 5 3; }
        .kt .today-box { fill: var(--kt-today); }
        .kt .today-text { fill: var(--kt-paper); font-weight: 600; font-size: 11px; }
        .kt .milestone { fill: var(--kt-milestone); }
        .kt .milestone-line { stroke: var(--kt-milestone); stroke-width: 1; stroke-dasharray: 1 3; }
        .kt .size { fill: var(--kt-size); }
        .kt .size-line { fill: none; stroke: var(--kt-size-line); stroke-width: 1.5; }
        .kt .limit { stroke: var(--kt-warn); stroke-width: 1; stroke-dasharray: 6 3; }
        .kt .over { fill: var(--kt-warn); font-weight: 700; }
        @media print { .kt * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """

    /// Typefaces that a system has, those for Chinese included.
    static let fonts =
        "system-ui, -apple-system, \"Segoe UI\", \"Noto Sans\", \"Noto Sans TC\", \"Noto Sans CJK TC\", "
        + "\"PingFang TC\", \"Microsoft JhengHei\", sans-serif"

    /// The patterns, for the eye and for printers without colour.
    static let patterns = """
        <defs>
        <pattern id="kt-published" width="7" height="7" patternUnits="userSpaceOnUse"><rect class="f-published" \
        width="7" height="7"/><circle class="m-published" cx="2" cy="2" r="1"/><circle class="m-published" \
        cx="5.5" cy="5.5" r="1"/></pattern>
        <pattern id="kt-standby" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="f-standby" \
        width="8" height="8"/><path class="m-standby" d="M4 0V8"/></pattern>
        <pattern id="kt-retired" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="f-retired" \
        width="6" height="6"/><path class="m-retired" d="M0 3H6"/></pattern>
        <pattern id="kt-revoked" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="f-revoked" \
        width="8" height="8"/><path class="m-revoked" d="M0 0L8 8M8 0L0 8"/></pattern>
        <pattern id="kt-hold" width="9" height="9" patternUnits="userSpaceOnUse" \
        patternTransform="rotate(45)"><rect class="f-hold" width="9" height="9"/><path class="m-hold" \
        stroke-width="2" d="M2 0V9"/></pattern>
        </defs>

        """
}
