// What is done one after the other in an exercise, read off its dose: to count, to time, to rest.

// Time to let go between two holds: nobody prescribes it.
export const LET_GO_SECONDS = 3;

const number = (text) => (text === undefined ? null : Number(text));

export function stepsOf(data) {
  const dose = { kind: data.kind, sets: number(data.sets) ?? 1, reps: number(data.reps), hold: number(data.hold) };
  Object.assign(dose, { seconds: number(data.seconds), easy: number(data.easy), rest: number(data.rest) });
  const legs = data.eachLeg === undefined ? [0] : [1, 2];
  const steps = [];
  for (let set = 1; set <= dose.sets; set += 1) {
    for (const leg of legs) {
      const work = workOf(dose).map((step) => ({ ...step, set, sets: dose.sets, leg }));
      if (!work.length) return [];
      const isLast = set === dose.sets && leg === legs[legs.length - 1];
      steps.push(...work, ...(isLast || !dose.rest ? [] : [{ does: "rest", seconds: dose.rest, set, sets: dose.sets, leg }]));
    }
  }
  return steps;
}

function workOf({ kind, reps, hold, seconds, easy }) {
  if (kind === "hold" && hold) return holds(reps ?? 1, hold);
  if (kind === "reps" && reps) return hold ? holds(reps, hold) : [{ does: "count", to: reps }];
  if (kind === "time" && seconds) return [{ does: "work", seconds }];
  if (kind === "intervals" && seconds) return [{ does: "work", seconds }, ...(easy ? [{ does: "easy", seconds: easy }] : [])];
  return [];
}

function holds(reps, seconds) {
  const steps = [];
  for (let rep = 1; rep <= reps; rep += 1) {
    steps.push({ does: "hold", seconds, rep, reps });
    if (rep < reps) steps.push({ does: "let-go", seconds: LET_GO_SECONDS, rep, reps });
  }
  return steps;
}
