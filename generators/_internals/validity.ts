/** Whether a name keeps to the constraints that the documentation puts on a task list's, and is well-formed Unicode. */
export function isTaskListName(name: string): boolean {
  return (
    name.length >= 1 &&
    name.length <= 256 &&
    name === name.trim() &&
    !/[:/|\u0000-\u001f\u007f-\u009f]/.test(name) &&
    name !== 'arn' &&
    name.isWellFormed()
  );
}
