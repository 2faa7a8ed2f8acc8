CREATE TABLE `actor_technique` (
	`assessment_actor_id` integer NOT NULL,
	`technique_id` text NOT NULL,
	`action` text NOT NULL,
	`source` text NOT NULL,
	`date` text NOT NULL,
	`confidence` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`assessment_actor_id`, `technique_id`),
	FOREIGN KEY (`assessment_actor_id`) REFERENCES `assessment_actor`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `assessment_actor` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assessment_id` integer NOT NULL,
	`kind` text NOT NULL,
	`domain` text NOT NULL,
	`attack_id` text NOT NULL,
	`name` text NOT NULL,
	`weight` real NOT NULL,
	`reason` text NOT NULL,
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `assessment_actor_assessment_id_domain_attack_id_unique` ON `assessment_actor` (`assessment_id`,`domain`,`attack_id`);
--> statement-breakpoint
CREATE TABLE `assessment_environment` (
	`assessment_id` integer NOT NULL,
	`environment_id` integer NOT NULL,
	PRIMARY KEY(`assessment_id`, `environment_id`),
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `assessment_release` (
	`assessment_id` integer NOT NULL,
	`domain` text NOT NULL,
	`version` text NOT NULL,
	PRIMARY KEY(`assessment_id`, `domain`),
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `assessment` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`review_on` text,
	`platforms` text NOT NULL,
	`before_compromise` integer NOT NULL,
	`settings` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `assessment_name_unique` ON `assessment` (`name`);
--> statement-breakpoint
CREATE TABLE `own_actor` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`domain` text NOT NULL,
	`name` text NOT NULL,
	`source` text NOT NULL,
	`confidence` text NOT NULL,
	`created_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `own_actor_technique` (
	`own_actor_id` integer NOT NULL,
	`position` integer NOT NULL,
	`technique_id` text NOT NULL,
	PRIMARY KEY(`own_actor_id`, `position`),
	FOREIGN KEY (`own_actor_id`) REFERENCES `own_actor`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `technique_decision` (
	`assessment_id` integer NOT NULL,
	`domain` text NOT NULL,
	`technique_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text NOT NULL,
	`who` text NOT NULL,
	`expires` text,
	`taken_in` integer NOT NULL,
	PRIMARY KEY(`assessment_id`, `domain`, `technique_id`),
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `alias` (
	`object_id` integer NOT NULL,
	`position` integer NOT NULL,
	`alias` text NOT NULL,
	PRIMARY KEY(`object_id`, `position`),
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `log_source` (
	`object_id` integer NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`channel` text,
	`data_component_id` integer,
	PRIMARY KEY(`object_id`, `position`),
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`data_component_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE set null
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `log_source_by_data_component` ON `log_source` (`data_component_id`);
--> statement-breakpoint
CREATE TABLE `object` (
	`id` integer PRIMARY KEY NOT NULL,
	`release_id` integer NOT NULL,
	`overlay_id` integer,
	`position` integer NOT NULL,
	`stix_id` text NOT NULL,
	`type` text NOT NULL,
	`attack_id` text,
	`name` text,
	`created` text,
	`modified` text,
	`version` text,
	`revoked` integer NOT NULL,
	`deprecated` integer NOT NULL,
	`in_domain` integer NOT NULL,
	`raw` blob NOT NULL,
	FOREIGN KEY (`release_id`) REFERENCES `release`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`overlay_id`) REFERENCES `overlay`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `object_by_attack_id` ON `object` (`release_id`,`type`,`attack_id`,`revoked`,`deprecated`,`in_domain`,`overlay_id`,`name`,`modified`);
--> statement-breakpoint
CREATE INDEX `object_by_overlay` ON `object` (`overlay_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `object_release_id_stix_id_unique` ON `object` (`release_id`,`stix_id`);
--> statement-breakpoint
CREATE TABLE `overlay` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`release_id` integer NOT NULL,
	`name` text NOT NULL,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`imported_at` text NOT NULL,
	`import_id` integer NOT NULL,
	FOREIGN KEY (`release_id`) REFERENCES `release`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `overlay_by_import` ON `overlay` (`import_id`);
--> statement-breakpoint
CREATE TABLE `platform` (
	`object_id` integer NOT NULL,
	`position` integer NOT NULL,
	`platform` text NOT NULL,
	PRIMARY KEY(`object_id`, `position`),
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `relationship` (
	`object_id` integer PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`active` integer NOT NULL,
	`source_id` integer NOT NULL,
	`target_id` integer NOT NULL,
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`target_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `relationship_by_source` ON `relationship` (`source_id`,`type`,`target_id`);
--> statement-breakpoint
CREATE INDEX `relationship_by_target` ON `relationship` (`target_id`,`type`,`source_id`);
--> statement-breakpoint
CREATE TABLE `release` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`domain` text NOT NULL,
	`version` text NOT NULL,
	`stix_version` text NOT NULL,
	`sha256` text NOT NULL,
	`authenticity` text NOT NULL,
	`file_name` text NOT NULL,
	`imported_at` text NOT NULL,
	`newest_modified` text,
	`has_descriptions` integer NOT NULL,
	`bundle` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `release_domain_version_unique` ON `release` (`domain`,`version`);
--> statement-breakpoint
CREATE TABLE `strategy_analytic` (
	`strategy_id` integer NOT NULL,
	`position` integer NOT NULL,
	`analytic_id` integer NOT NULL,
	PRIMARY KEY(`strategy_id`, `position`),
	FOREIGN KEY (`strategy_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`analytic_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `strategy_by_analytic` ON `strategy_analytic` (`analytic_id`);
--> statement-breakpoint
CREATE TABLE `subtechnique` (
	`object_id` integer PRIMARY KEY NOT NULL,
	`parent_id` integer,
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
CREATE INDEX `subtechnique_by_parent` ON `subtechnique` (`parent_id`);
--> statement-breakpoint
CREATE TABLE `tactic` (
	`object_id` integer PRIMARY KEY NOT NULL,
	`shortname` text NOT NULL,
	`position` integer,
	FOREIGN KEY (`object_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `technique_tactic` (
	`technique_id` integer NOT NULL,
	`position` integer NOT NULL,
	`shortname` text NOT NULL,
	PRIMARY KEY(`technique_id`, `position`),
	FOREIGN KEY (`technique_id`) REFERENCES `object`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `accepted_resolution` (
	`environment_id` integer NOT NULL,
	`domain` text NOT NULL,
	`version` text NOT NULL,
	`written` text NOT NULL,
	`technique_id` text NOT NULL,
	`accepted_at` text NOT NULL,
	PRIMARY KEY(`environment_id`, `domain`, `version`, `written`),
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `column_mapping` (
	`headings` text PRIMARY KEY NOT NULL,
	`mapping` text NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `detection` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment_id` integer NOT NULL,
	`import_id` integer NOT NULL,
	`format` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`rule_count` integer NOT NULL,
	`file` text NOT NULL,
	`line` integer,
	`state` text NOT NULL,
	`state_assumed` integer NOT NULL,
	`maturity` text,
	`severity` text,
	`alerting` integer NOT NULL,
	`tactics` text NOT NULL,
	`platforms` text NOT NULL,
	`log_source` text,
	`owner` text,
	`modified` text,
	`link` text,
	`description` text,
	`quality` integer,
	`note` text DEFAULT '' NOT NULL,
	`own_fields` text NOT NULL,
	`before` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `detection_by_import` ON `detection` (`import_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `detection_environment_id_format_key_unique` ON `detection` (`environment_id`,`format`,`key`);
--> statement-breakpoint
CREATE TABLE `detection_technique` (
	`detection_id` integer NOT NULL,
	`position` integer NOT NULL,
	`written` text NOT NULL,
	PRIMARY KEY(`detection_id`, `position`),
	FOREIGN KEY (`detection_id`) REFERENCES `detection`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `environment` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `environment_name_unique` ON `environment` (`name`);
--> statement-breakpoint
CREATE TABLE `import_report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`started_at` text NOT NULL,
	`undoable` integer NOT NULL,
	`report` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE VIRTUAL TABLE `catalogue_text` USING fts5(
	name, attack_id, aliases, body,
	content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
