// What is done one after the other in an exercise, read off its dose: to count, to time, to rest.

// Time to let go between two holds, and to turn to the other leg: nobody prescribes it.
export const LET_GO_SECONDS = 3;
const CHANGE_SECONDS = 5;
// As the sheet's own estimate has it, for a repetition without a tempo.
const SECONDS_PER_REPETITION = 3;

const NUMBERS = ["sets", "reps", "hold", "seconds", "easy", "rest"];

export function stepsOf(data) {
  const dose = doseOf(data);
  // Intervals are run with both.
  const legs = data.eachLeg === undefined || dose.kind === "intervals" ? [0] : [1, 2];
  const work = workOf(dose);
  if (!work.length) return [];
  const sets = dose.sets ?? 1;
  const steps = [];
  for (let set = 1; set <= sets; set += 1) {
    for (const leg of legs) {
      const isLast = set === sets && leg === legs[legs.length - 1];
      const pause = isLast ? [] : pauseAfter(leg, work, dose);
      steps.push(...[...work, ...pause].map((step) => ({ ...step, set, sets, leg })));
    }
  }
  return steps;
}

function doseOf(data) {
  const numbers = NUMBERS.map((name) => [name, data[name] === undefined ? null : Number(data[name])]);
  return { ...Object.fromEntries(numbers), kind: data.kind, tempo: data.tempo, isEasyFirst: data.easyFirst !== undefined };
}

function pauseAfter(leg, work, dose) {
  if (!leg) return rest(dose.rest);
  // A single set has no rest but the one for changing legs.
  if (leg === 1 && dose.sets === 1 && dose.rest) return rest(dose.rest);
  // Whoever counts goes on when they are ready; a timer has to leave time for it.
  const change = work[0].does === "count" ? 0 : CHANGE_SECONDS;
  // One leg works while the other rests: what is left of its rest follows, once both have worked.
  const left = leg === 1 ? 0 : (dose.rest ?? 0) - secondsOf(work, dose) - change;
  if (left > change) return rest(left);
  return change ? [{ does: "change", seconds: change }] : [];
}

function rest(seconds) {
  return seconds ? [{ does: "rest", seconds }] : [];
}

function secondsOf(work, dose) {
  return work.reduce((sum, step) => sum + (step.seconds ?? step.to * repetition(dose.tempo)), 0);
}

function repetition(tempo) {
  return tempo === undefined ? SECONDS_PER_REPETITION : tempo.split("-").reduce((sum, part) => sum + Number(part), 0);
}

function workOf({ kind, reps, hold, seconds, easy, isEasyFirst }) {
  if (kind === "hold" && hold) return holds(reps ?? 1, hold);
  if (kind === "reps" && reps) return hold ? holds(reps, hold) : [{ does: "count", to: reps }];
  if (kind === "time" && seconds) return [{ does: "work", seconds }];
  if (kind === "intervals" && seconds) return interval(seconds, easy, isEasyFirst);
  return [];
}

// In the order of the sheet, which has the walk first.
function interval(seconds, easy, isEasyFirst) {
  const work = { does: "work", seconds };
  if (!easy) return [work];
  const slow = { does: "easy", seconds: easy };
  return isEasyFirst ? [slow, work] : [work, slow];
}

function holds(reps, seconds) {
  const steps = [];
  for (let rep = 1; rep <= reps; rep += 1) {
    steps.push({ does: "hold", seconds, rep, reps });
    if (rep < reps) steps.push({ does: "let-go", seconds: LET_GO_SECONDS, rep, reps });
  }
  return steps;
}
