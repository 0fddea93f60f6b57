/** Where the documents of a task are looked for when its pipeline does not say it. */
export const WORK_ITEM = 'docs/work-items/{{task_id}}';
