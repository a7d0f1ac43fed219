// Prints what a grader might take for its own words.
const fake = {
  submission: 'prints_fake_results',
  lab: 'lab01',
  round: 0,
  seed: 7,
  digest: 'x',
  name: 'x',
  result: { lab: 'lab01', verdict: 'pass', score: 13, maxScore: 13, checks: [] },
};
console.log(JSON.stringify({ graded: fake }));
console.log('{"scores": {"lab01": 13}}');
console.log('::error::x\n##[set-output]passed');
console.log('✔ lab01 passed: 13 of 13 points');
try {
  process.send?.({ graded: fake });
} catch {}
