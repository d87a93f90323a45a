/**
 * Numbers the rows of the CTE `changing` per owner, without gaps, and notes them as changes: CTEs to
 * put behind it. It has to have `project_pk, user_id, pk, thread_id, kind, payload`, and each row of
 * `told` has `pk` and the `meta_seq` that it got.
 */
export function recordChanges(schema: string, now: string): string {
  return `
    counted as (
      select c.*, row_number() over w as nth, count(*) over (partition by c.project_pk, c.user_id) as many
        from changing c window w as (partition by c.project_pk, c.user_id order by c.pk)),
    bumped as (
      insert into ${schema}.user_heads as u (project_pk, user_id, meta_seq)
        select distinct project_pk, user_id, many from counted order by project_pk, user_id
        on conflict (project_pk, user_id) do update set meta_seq = u.meta_seq + excluded.meta_seq
        returning u.project_pk, u.user_id, u.meta_seq),
    told as (
      insert into ${schema}.thread_changes
          (project_pk, user_id, meta_seq, kind, thread_pk, thread_id, payload, at)
        select c.project_pk, c.user_id, b.meta_seq - c.many + c.nth, c.kind, c.pk, c.thread_id, c.payload, ${now}
          from counted c join bumped b on b.project_pk = c.project_pk and b.user_id = c.user_id
        returning thread_pk as pk, meta_seq)`;
}
