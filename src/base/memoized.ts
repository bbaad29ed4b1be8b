/** A pure function of an object that never changes, worked out once for as long as the object is in memory. */
export function memoized<Subject extends object, Result extends object>(
  make: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const made = new WeakMap<Subject, Result>();
  return (subject) => {
    const known = made.get(subject);
    if (known !== undefined) return known;
    const result = make(subject);
    made.set(subject, result);
    return result;
  };
}
