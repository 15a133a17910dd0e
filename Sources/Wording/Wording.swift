// The one voice: every sentence about keys and steps, and every name of a key.
//
// Its shape. The planner decides, the engine observes; both leave facts behind: values of `ControlProtocol` and
// `DNSSECModel` that say which key, which step, which wait, since when, until when, made of which summands, who acts,
// who has ordered it, and why. A fact holds no sentence, so it can cross the control socket and lie in a journal. Here
// each fact has one printer. `status`, `explain`, `plan`, the page, the calendar, the answers to orders, the log and the
// journal all print the same value with it, and so they cannot say different things.
//
//     Names    `KeyName`: what a key is called. `Language`: in which language; moments, intervals, distances.
//     Steps    what a step changes (`KeyStep.happening`, `PlanEvent.change`) and why then (`PlanEvent.because`).
//     Waits    what waits until when and why (`HoldStatus.sentence`), and what is true once it is over (`outcome`).
//     Plans    what stands in tables and pages beside the steps.
//     Proofs   what was proven of a plan, and the story of a resolver that fails.
//     Reports  whole answers, line by line: status, explanation, orders, history; and answers as JSON documents.
//     Layout   columns and wrapped prose for terminals. They know nothing of keys.
//
// To add a sentence: put the facts that it needs into a value of `ControlProtocol` (or take one that is there), and write
// an extension of that value here, a function of the language, and of `now` if it tells distances. `Language.say` takes
// the sentence in every language at once, so that none can be forgotten; the log and the journal use English. Sentences
// begin small and end without a full stop, so that one can stand within another; `Language.sentence` makes a whole of
// them. Keys are named by `KeyName` alone, never by a role and a tag put together by hand.
//
// What stays elsewhere: diagnostics of files and libraries keep their text beside their type, and get the names of keys
// from here by their caller. Raw words of operators (the reason of a hold) are facts like others: quoted, never changed.
//
// Invariants: what is printed depends on the fact alone, never on who prints it. For each fact both languages have the
// same moments, tags and names.
