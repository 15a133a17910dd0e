// Preview: one plan, as table, CSV, calendar (RFC 5545), drawing (SVG), public page (HTML) and difference.
//
// Shape. Everything starts from a `PlanDocument`, the facts that the planner's forecast came to, and each form is a
// function of that document, a language and a moment.
//
// Invariants. All forms tell the same steps with the same dates, reasons and actors, for they print one value. The same
// document gives the same octets. No clock, no file and no terminal in here; what operators typed is escaped for the
// form that it stands in.
