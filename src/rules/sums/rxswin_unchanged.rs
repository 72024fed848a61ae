use std::collections::BTreeSet;

use crate::dossier::RecordRef;
use crate::rules::approval::declared;
use crate::rules::words::{answer, says_no};
use crate::rules::{Check, Examination, rule};

rule! {
    /// An update led to an extension or a new approval and the RXSWIN stayed the same, or the other way round.
    ///
    /// ## Why it matters
    /// The number tells authorities and workshops which approval the software belongs to. One
    /// that stays where the approval changed hides the change; one that changes without an
    /// approval raises the question whether one was needed.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "update"
    /// id = "U-7"
    /// led_to_extension = true
    /// rxswin_before = "R79-0003"
    /// rxswin_after = "R79-0003"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// rxswin_after = "R79-0004"
    /// ```
    ///
    /// ## Source
    /// UN R156, 7.2.1.2.1 and 7.1.2.5(f) (original version).
    "sums/rxswin-unchanged" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const CHANGED: &str = "UN-R156:7.2.1.2.1";

fn check(exam: &mut Examination<'_>) {
    for update in exam.records("update") {
        let led = exam.read(update, "led_to_extension", update.yes_no("led_to_extension"));
        let missing = update.absent(&["rxswin_before", "rxswin_after"]);
        if missing.is_empty() {
            exam.saw(update);
            compare(exam, update, led);
        } else if led == Some(true) && (missing.len() == 1 || declared(exam, "uses_rxswin") == Some(true)) {
            let missing = missing.join(" and ").replace("rxswin_", "");
            let message =
                format!("{} led to an extension, and its RXSWIN {missing} the update is not given", update.name());
            exam.gap(update, message)
                .clause(CHANGED)
                .help("give the identification numbers before and after the update");
        }
    }
}

fn compare<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>, led: Option<bool>) {
    let numbers = |field: &str| update.list(field).into_iter().collect::<BTreeSet<&str>>();
    let (before, after) = (numbers("rxswin_before"), numbers("rxswin_after"));
    let is_unchanged = before == after;
    let name = update.name();
    // With an approval sought, a new number is what is to be expected.
    let is_sought = answer(update, "approval_sought").is_some_and(|answer| !says_no(answer));
    match (led, is_unchanged) {
        (Some(true), true) => {
            let number = update.words("rxswin_after");
            exam.fail(
                (update, "rxswin_after"),
                format!("{name} led to an extension or a new approval, and the RXSWIN stays `{number}`"),
            )
            .clause(CHANGED)
            .help("give the software a new identification number");
        }
        (Some(false) | None, false) if !is_sought => {
            exam.unsure((update, "rxswin_after"), format!("{name} changes the RXSWIN, and no approval is on record"))
                .help("record the extension or the approval, or say why the number changed without one");
        }
        _ => {}
    }
}
