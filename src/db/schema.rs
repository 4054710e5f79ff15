//! The tables as diesel sees them; `register.rs` says why each column is there; `migrations/` is the source, a test compares the two.

diesel::table! {
    organisations (id) {
        id -> BigInt,
        kind -> Text,
        ward_id -> Nullable<BigInt>,
        name -> Text,
        short_name -> Text,
        code -> Text,
        parent_name -> Text,
        aliases -> Text,
        phone -> Text,
        address -> Text,
        settings -> Text,
        search -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    areas (id) {
        id -> BigInt,
        ward_id -> BigInt,
        name -> Text,
        aliases -> Text,
        position -> BigInt,
        search -> Text,
    }
}

diesel::table! {
    area_neighbours (area_id, neighbour_id) {
        area_id -> BigInt,
        neighbour_id -> BigInt,
    }
}

diesel::table! {
    places (id) {
        id -> BigInt,
        ward_id -> BigInt,
        area_id -> BigInt,
        name -> Text,
        address -> Text,
        landmark -> Text,
        accessible -> Bool,
        east_m -> BigInt,
        north_m -> BigInt,
        search -> Text,
        active -> Bool,
    }
}

diesel::table! {
    topics (code) {
        code -> Text,
        tier -> Text,
        group_vi -> Text,
        group_en -> Text,
        name_vi -> Text,
        name_en -> Text,
        minutes -> BigInt,
        bring_vi -> Text,
        safety_vi -> Text,
        position -> BigInt,
        search -> Text,
        checked_on -> Date,
        active -> Bool,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        kind -> Text,
        sign_in_name -> Text,
        password_hash -> Nullable<Text>,
        name -> Text,
        title -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        lang -> Text,
        search -> Text,
        sort_key -> Binary,
        active -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    classes (id) {
        id -> BigInt,
        school_id -> BigInt,
        school_year -> Text,
        name -> Text,
        grade -> BigInt,
    }
}

diesel::table! {
    roles (id) {
        id -> BigInt,
        account_id -> BigInt,
        organisation_id -> Nullable<BigInt>,
        class_id -> Nullable<BigInt>,
        role -> Text,
        since -> Date,
        until -> Nullable<Date>,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        account_id -> BigInt,
        token_hash -> Text,
        way -> Text,
        device -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    two_steps (account_id) {
        account_id -> BigInt,
        secret -> Text,
        confirmed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
    }
}

diesel::table! {
    recovery_codes (account_id, code_hash) {
        account_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    half_sign_ins (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        way -> Text,
        device -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        credential_id -> Text,
        user_handle -> Text,
        public_key -> Text,
        state -> Text,
        name -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkey_challenges (token_hash) {
        token_hash -> Text,
        account_id -> Nullable<BigInt>,
        state -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    openid_starts (state_hash) {
        state_hash -> Text,
        browser_hash -> Text,
        nonce -> Text,
        verifier -> Text,
        back -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    openid_bindings (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        account_id -> BigInt,
        bound_at -> Timestamp,
    }
}

diesel::table! {
    openid_roles (role_id) {
        role_id -> BigInt,
        issuer -> Text,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        account_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attempts (key, window_start) {
        key -> Text,
        window_start -> Timestamp,
        count -> BigInt,
    }
}

diesel::table! {
    lesson_hours (class_id, weekday, from_minute) {
        class_id -> BigInt,
        weekday -> BigInt,
        from_minute -> BigInt,
        to_minute -> BigInt,
    }
}

diesel::table! {
    closed_days (id) {
        id -> BigInt,
        organisation_id -> Nullable<BigInt>,
        kind -> Text,
        from_day -> Date,
        to_day -> Date,
        name_vi -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    ambassadors (id) {
        id -> BigInt,
        account_id -> BigInt,
        school_id -> BigInt,
        class_id -> BigInt,
        birth_year -> BigInt,
        home_area_id -> Nullable<BigInt>,
        languages -> Text,
        guardian_name -> Text,
        guardian_phone -> Nullable<Text>,
        guardian_email -> Nullable<Text>,
        week_cap_minutes -> BigInt,
        level -> BigInt,
        badge -> Text,
        active -> Bool,
        restricted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_cards (ambassador_id) {
        ambassador_id -> BigInt,
        token_hash -> Text,
        number_hash -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        misses -> BigInt,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        ambassador_id -> BigInt,
        purpose -> Text,
        side -> Text,
        school_year -> Text,
        text_version -> Text,
        method -> Text,
        given_at -> Timestamp,
        given_by -> Text,
        entered_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_method -> Nullable<Text>,
        refused -> Bool,
    }
}

diesel::table! {
    guardian_links (ambassador_id) {
        ambassador_id -> BigInt,
        token_hash -> Text,
        way -> Text,
        made_at -> Timestamp,
        made_by -> Nullable<BigInt>,
        expires_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    guardian_visits (token_hash) {
        token_hash -> Text,
        ambassador_id -> BigInt,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    certifications (ambassador_id, topic_code) {
        ambassador_id -> BigInt,
        topic_code -> Text,
        level -> BigInt,
        certified_on -> Date,
        expires_on -> Date,
        certified_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    availability (ambassador_id, weekday, from_minute) {
        ambassador_id -> BigInt,
        weekday -> BigInt,
        from_minute -> BigInt,
        to_minute -> BigInt,
    }
}

diesel::table! {
    availability_exceptions (id) {
        id -> BigInt,
        ambassador_id -> BigInt,
        day -> Date,
        available -> Bool,
        from_minute -> BigInt,
        to_minute -> BigInt,
    }
}

diesel::table! {
    kept_apart (ambassador_id, other_id) {
        ambassador_id -> BigInt,
        other_id -> BigInt,
        reason -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    series (id) {
        id -> BigInt,
        ward_id -> BigInt,
        weekday -> BigInt,
        first_day -> Date,
        last_day -> Date,
        created_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        ward_id -> BigInt,
        place_id -> BigInt,
        series_id -> Nullable<BigInt>,
        state -> Text,
        title -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        slot_minutes -> BigInt,
        seats -> BigInt,
        walk_in_percent -> BigInt,
        ambassadors_wanted -> BigInt,
        pupils_per_adult -> BigInt,
        access_notes -> Text,
        notes -> Text,
        cancel_reason -> Nullable<Text>,
        revision -> BigInt,
        created_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    session_topics (session_id, topic_code) {
        session_id -> BigInt,
        topic_code -> Text,
    }
}

diesel::table! {
    session_supervisors (session_id, account_id) {
        session_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    school_approvals (session_id, school_id) {
        session_id -> BigInt,
        school_id -> BigInt,
        state -> Text,
        asked_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    slots (id) {
        id -> BigInt,
        session_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        seats -> BigInt,
        bookable -> BigInt,
        taken -> BigInt,
        booked_ahead -> BigInt,
    }
}

diesel::table! {
    adult_attendance (id) {
        id -> BigInt,
        session_id -> BigInt,
        account_id -> BigInt,
        checked_in_at -> Timestamp,
        checked_out_at -> Nullable<Timestamp>,
        entered_by -> BigInt,
    }
}

diesel::table! {
    residents (id) {
        id -> BigInt,
        ward_id -> BigInt,
        name -> Text,
        phone -> Nullable<Text>,
        birth_year -> Nullable<BigInt>,
        area_id -> Nullable<BigInt>,
        access_needs -> Text,
        search -> Text,
        person_key -> Text,
        created_at -> Timestamp,
        pseudonymised_at -> Nullable<Timestamp>,
        restricted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bookings (id) {
        id -> BigInt,
        code -> Text,
        ward_id -> BigInt,
        session_id -> BigInt,
        slot_id -> BigInt,
        resident_id -> BigInt,
        topic_code -> Text,
        state -> Text,
        channel -> Text,
        seat_held -> Bool,
        ahead -> Bool,
        day -> Date,
        person_key -> Text,
        phrase -> Text,
        tear_off -> Text,
        language -> Text,
        queue_number -> Nullable<BigInt>,
        led_by -> Nullable<BigInt>,
        offered_until -> Nullable<Timestamp>,
        proxy_name -> Nullable<Text>,
        proxy_relation -> Nullable<Text>,
        proxy_agreed -> Nullable<Text>,
        proxy_may_change -> Bool,
        proxy_phone -> Nullable<Text>,
        idempotency_key -> Text,
        cancel_reason -> Nullable<Text>,
        felt_helped -> Nullable<Text>,
        created_at -> Timestamp,
        arrived_at -> Nullable<Timestamp>,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    requests (id) {
        id -> BigInt,
        code -> Text,
        ward_id -> BigInt,
        resident_id -> BigInt,
        topic_code -> Text,
        area_id -> Nullable<BigInt>,
        state -> Text,
        booking_id -> Nullable<BigInt>,
        idempotency_key -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    request_times (request_id, weekday, from_minute) {
        request_id -> BigInt,
        weekday -> BigInt,
        from_minute -> BigInt,
        to_minute -> BigInt,
    }
}

diesel::table! {
    shifts (id) {
        id -> BigInt,
        session_id -> BigInt,
        ambassador_id -> BigInt,
        state -> Text,
        source -> Text,
        reason -> Text,
        vetoed -> Bool,
        checked_in_at -> Nullable<Timestamp>,
        checked_out_at -> Nullable<Timestamp>,
        checked_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    matching_runs (id) {
        id -> BigInt,
        ward_id -> BigInt,
        from_day -> Date,
        to_day -> Date,
        session_id -> Nullable<BigInt>,
        state -> Text,
        plan -> Text,
        served -> BigInt,
        value -> BigInt,
        greedy_value -> BigInt,
        bound -> BigInt,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        progress -> BigInt,
        hurry -> Bool,
        seen_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    matches (id) {
        id -> BigInt,
        booking_id -> BigInt,
        ambassador_id -> BigInt,
        run_id -> Nullable<BigInt>,
        state -> Text,
        pinned -> Bool,
        reason -> Text,
        created_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    forbidden_matches (booking_id, ambassador_id) {
        booking_id -> BigInt,
        ambassador_id -> BigInt,
        created_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    supports (id) {
        id -> BigInt,
        booking_id -> BigInt,
        session_id -> BigInt,
        ambassador_id -> Nullable<BigInt>,
        topic_code -> Text,
        also_done -> Text,
        state -> Text,
        started_at -> Timestamp,
        ended_at -> Timestamp,
        outcome -> Text,
        operated_by -> Text,
        can_do_alone -> Text,
        handed_to -> Text,
        tear_off_matched -> Bool,
        returned_reason -> Nullable<Text>,
        logged_at -> Timestamp,
        logged_by -> Nullable<BigInt>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        verified_by -> Nullable<BigInt>,
        verified_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    family_supports (id) {
        id -> BigInt,
        ambassador_id -> BigInt,
        topic_code -> Text,
        relative -> Text,
        done_on -> Date,
        minutes -> BigInt,
        can_do_alone -> Text,
        state -> Text,
        token_hash -> Nullable<Text>,
        token_expires_at -> Nullable<Timestamp>,
        confirmed_how -> Nullable<Text>,
        confirmed_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<Timestamp>,
        returned_reason -> Nullable<Text>,
        logged_at -> Timestamp,
    }
}

diesel::table! {
    hours_entries (id) {
        id -> BigInt,
        ambassador_id -> BigInt,
        school_year -> Text,
        kind -> Text,
        shift_id -> Nullable<BigInt>,
        family_support_id -> Nullable<BigInt>,
        reverses_id -> Nullable<BigInt>,
        recredits_id -> Nullable<BigInt>,
        minutes -> BigInt,
        earned_on -> Date,
        reason -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    safety_breaches (id) {
        id -> BigInt,
        ambassador_id -> BigInt,
        session_id -> Nullable<BigInt>,
        happened_on -> Date,
        what -> Text,
        entered_by -> BigInt,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_reason -> Nullable<Text>,
    }
}

diesel::table! {
    incidents (id) {
        id -> BigInt,
        ward_id -> BigInt,
        school_id -> Nullable<BigInt>,
        session_id -> Nullable<BigInt>,
        ambassador_id -> Nullable<BigInt>,
        reported_by -> BigInt,
        kind -> Text,
        what -> Text,
        away -> Bool,
        state -> Text,
        seen_by -> Nullable<BigInt>,
        seen_at -> Nullable<Timestamp>,
        handled_by -> Nullable<BigInt>,
        handled_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
        follow_up -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    conduct_notes (id) {
        id -> BigInt,
        ward_id -> BigInt,
        resident_id -> BigInt,
        booking_id -> BigInt,
        kind -> Text,
        what -> Text,
        written_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    ward_bars (id) {
        id -> BigInt,
        ward_id -> BigInt,
        resident_id -> BigInt,
        key_hash -> Text,
        kind -> Text,
        what -> Text,
        appeal_phone -> Text,
        since -> Date,
        until -> Date,
        set_by -> BigInt,
        created_at -> Timestamp,
        lifted_by -> Nullable<BigInt>,
        lifted_at -> Nullable<Timestamp>,
        lifted_reason -> Nullable<Text>,
    }
}

diesel::table! {
    programmes (id) {
        id -> BigInt,
        school_id -> BigInt,
        school_year -> Text,
        name -> Text,
        plan_number -> Text,
        plan_date -> Nullable<Date>,
        from_day -> Date,
        to_day -> Date,
        signatory_title -> Text,
        signatory_name -> Text,
        place_name -> Text,
        created_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    tiers (id) {
        id -> BigInt,
        programme_id -> BigInt,
        position -> BigInt,
        form -> Text,
        name_vi -> Text,
        name_en -> Text,
        min_minutes -> BigInt,
        min_supports -> BigInt,
        min_attendance_percent -> BigInt,
        needs_clean_record -> Bool,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        programme_id -> BigInt,
        number -> Text,
        decided_on -> Date,
        decided_by -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    awards (id) {
        id -> BigInt,
        programme_id -> BigInt,
        tier_id -> BigInt,
        ambassador_id -> BigInt,
        class_id -> BigInt,
        state -> Text,
        minutes -> BigInt,
        supports -> BigInt,
        attendance_percent -> Nullable<BigInt>,
        breaches -> BigInt,
        set_aside_reason -> Nullable<Text>,
        checked_by -> Nullable<BigInt>,
        checked_at -> Nullable<Timestamp>,
        decision_id -> Nullable<BigInt>,
        register -> Nullable<Text>,
        number -> Nullable<BigInt>,
        token -> Nullable<Text>,
        issued_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        revoked_reason -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    registers (register) {
        register -> Text,
        last_number -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        event_key -> Text,
        channel -> Text,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        state -> Text,
        attempts -> BigInt,
        next_attempt_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        last_error -> Text,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> Timestamp,
        account_id -> Nullable<BigInt>,
        actor -> Text,
        organisation_id -> Nullable<BigInt>,
        entity -> Text,
        entity_id -> BigInt,
        act -> Text,
        from_state -> Text,
        to_state -> Text,
        detail -> Text,
    }
}

diesel::table! {
    audit_seals (number) {
        number -> BigInt,
        audit_id -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    leases (name) {
        name -> Text,
        holder -> Text,
        until -> Timestamp,
    }
}

diesel::table! {
    versions (name) {
        name -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    data_leaks (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        kinds -> Text,
        from_day -> Date,
        to_day -> Date,
        noticed_at -> Timestamp,
        what -> Text,
        cause -> Text,
        measures -> Text,
        state -> Text,
        authority_vi -> Text,
        authority_en -> Text,
        people_vi -> Text,
        people_en -> Text,
        created_by -> BigInt,
        created_at -> Timestamp,
        notified_at -> Nullable<Timestamp>,
        late_reason -> Text,
        told_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        closing -> Text,
    }
}

diesel::table! {
    data_requests (id) {
        id -> BigInt,
        organisation_id -> BigInt,
        subject -> Text,
        resident_id -> Nullable<BigInt>,
        ambassador_id -> Nullable<BigInt>,
        kind -> Text,
        asked_by -> Text,
        way -> Text,
        identity_check -> Text,
        asker_name -> Text,
        reply_email -> Nullable<Text>,
        wish -> Text,
        asked_on -> Date,
        acknowledge_by -> Date,
        answer_by -> Date,
        state -> Text,
        received_at -> Timestamp,
        received_by -> Nullable<BigInt>,
        acknowledged_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        finished_by -> Nullable<BigInt>,
        answer -> Text,
        lifted_at -> Nullable<Timestamp>,
        scanned_tables -> Nullable<BigInt>,
        scanned_columns -> Nullable<BigInt>,
        finds -> Nullable<BigInt>,
        found_in -> Text,
    }
}
