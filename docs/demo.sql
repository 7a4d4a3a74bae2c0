-- What `make demo` asks the made-up tenant.

-- The licences: what is bought, assigned and left.
select sku_part_number, display_name, enabled_units, consumed_units, available_units
from m365cc_subscribed_sku
where license_type = 'paid'
order by sku_part_number;

-- Licences of people who are blocked from signing in.
select display_name, user_principal_name, licenses
from m365cc_user
where is_credential_blocked = true and json_array_length(licenses) > 0
order by display_name
limit 10;

-- Licensed members who have not signed in successfully for 90 days, or never.
select display_name, licenses, last_successful_sign_in_date_time
from m365cc_user
where account_enabled = true and is_guest = false and json_array_length(licenses) > 0
  and (last_successful_sign_in_date_time is null
    or last_successful_sign_in_date_time < datetime('now', '-90 days'))
order by last_successful_sign_in_date_time
limit 10;
