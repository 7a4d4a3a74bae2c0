-- What `make demo` asks the made-up tenant.

-- The licences: what is bought, assigned and left.
select display_name as license, enabled_units, consumed_units, available_units
from m365cc_subscribed_sku
where license_type = 'paid' and applies_to = 'User'
order by display_name;

-- Licences of people who are blocked from signing in.
select display_name as blocked_user, user_principal_name, licenses
from m365cc_user
where is_credential_blocked = true and json_array_length(licenses) > 0
order by display_name;

-- Licensed members who have signed in, but not for 90 days. An empty missing_sources says that the
-- sign-ins could be read.
select display_name as idle_user, date(last_successful_sign_in_date_time) as last_sign_in, licenses
from m365cc_user
where account_enabled = true and is_guest = false and json_array_length(licenses) > 0
  and last_successful_sign_in_date_time < date('now', '-90 days')
  and json_array_length(missing_sources) = 0
order by last_successful_sign_in_date_time
limit 10;

-- By licence: the seats of people who are blocked, and of those who have been idle for 90 days or never
-- came. New accounts are left out.
select
  s.display_name as license,
  count(*) filter (where u.is_credential_blocked) as held_by_blocked,
  count(*) filter (where not u.is_credential_blocked) as held_by_idle,
  s.available_units
from m365cc_user as u, json_each(u.assigned_sku_ids) as a, m365cc_subscribed_sku as s
where s.sku_id = a.value and s.license_type = 'paid'
  and json_array_length(u.missing_sources) = 0
  and (u.is_credential_blocked
    or coalesce(u.last_successful_sign_in_date_time, '') < date('now', '-90 days')
    and coalesce(u.created_date_time, '') < date('now', '-90 days'))
group by s.display_name, s.available_units
order by count(*) desc, s.display_name;

-- The eleven applications: how many people use each, and how many were never seen. Dynamics 365, Power BI,
-- Project and Visio are seen for 30 days only.
select
  application,
  count(last_activity_date) as used,
  count(*) filter (where source is not null and last_activity_date is null) as never_seen,
  count(*) filter (where source is null) as unknown_users,
  date(max(last_activity_date)) as latest
from m365cc_app_activity
where user_id is not null
group by application
order by application;
