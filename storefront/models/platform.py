"""The tables that belong to no shop: the platform's own. Every other table is a shop's."""

PLATFORM_TABLES = frozenset(
    {
        # this installation and its later work
        "installation",
        "id_node",
        "periodic_run",
        "job",
        # shops as the platform knows them
        "shop",
        "shop_address",
        "shop_version",
        # people, who may belong to several shops
        "user",
        "identity",
        "sign_in",
        "sign_in_attempt",
        "one_time_code",
        "recovery_code",
        "membership",
        "invitation",
        # what arrives or leaves before a shop is known
        "link_token",
        "endpoint_token",
        "callback_inbox",
        "message",
        # the programme and its workshops
        "attendance",
        "carried_home",
        "certificate",
        "class_message",
        "class_session",
        "class_visit",
        "cohort",
        "donor",
        "feedback",
        "learner",
        "learner_presence",
        "lesson",
        "mission",
        "model_shop",
        "practice_scene",
        "practice_visit",
        "trainer",
        "venue",
        "workshop",
        "workshop_invitation",
        "workshop_trainer",
        # projections that jobs fill, the only thing read across shops
        "directory_entry",
        "follow_up",
        "learner_progress",
    }
)
