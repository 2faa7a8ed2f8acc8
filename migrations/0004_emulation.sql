CREATE TABLE `emulation_run` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`environment_id` integer NOT NULL,
	`import_id` integer,
	`import_key` text,
	`name` text NOT NULL,
	`who` text NOT NULL,
	`tool` text NOT NULL,
	`started_at` text,
	`ended_at` text,
	`version` text,
	`notes` text NOT NULL,
	`created_at` text NOT NULL,
	`base` text,
	`removed` text DEFAULT '[]' NOT NULL,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `emulation_run_uuid_unique` ON `emulation_run` (`uuid`);
--> statement-breakpoint
CREATE INDEX `emulation_run_by_import` ON `emulation_run` (`import_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `emulation_run_environment_id_import_key_unique` ON `emulation_run` (`environment_id`,`import_key`);
--> statement-breakpoint
CREATE TABLE `emulation_sequence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` integer,
	`source` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`tests` text NOT NULL,
	`file` text NOT NULL,
	`before` text,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `emulation_sequence_by_import` ON `emulation_sequence` (`import_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `emulation_sequence_source_key_unique` ON `emulation_sequence` (`source`,`key`);
--> statement-breakpoint
CREATE TABLE `emulation_test` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` integer,
	`source` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`written` text NOT NULL,
	`tactic` text,
	`version` text,
	`executors` text NOT NULL,
	`inputs` text NOT NULL,
	`prerequisites` text NOT NULL,
	`network` text NOT NULL,
	`file` text NOT NULL,
	`before` text,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `emulation_test_by_import` ON `emulation_test` (`import_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `emulation_test_source_key_unique` ON `emulation_test` (`source`,`key`);
--> statement-breakpoint
CREATE TABLE `test_case_change` (
	`case_id` integer NOT NULL,
	`position` integer NOT NULL,
	`at` text NOT NULL,
	`who` text NOT NULL,
	`field` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	PRIMARY KEY(`case_id`, `position`),
	FOREIGN KEY (`case_id`) REFERENCES `test_case`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `test_case` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` integer NOT NULL,
	`uuid` text NOT NULL,
	`position` integer NOT NULL,
	`import_id` integer,
	`import_key` text,
	`source` text NOT NULL,
	`test_key` text NOT NULL,
	`name` text NOT NULL,
	`written` text NOT NULL,
	`tactic` text,
	`group_name` text NOT NULL,
	`host` text NOT NULL,
	`platform` text NOT NULL,
	`executor` text,
	`command` text NOT NULL,
	`assignee` text NOT NULL,
	`start_at` text,
	`end_at` text,
	`expected` text,
	`outcome` text NOT NULL,
	`seen` text,
	`alert_at` text,
	`timed` integer NOT NULL,
	`fired_id` integer,
	`fired_name` text,
	`original` text,
	`observations` text NOT NULL,
	`execution` text,
	`red_notes` text NOT NULL,
	`blue_notes` text NOT NULL,
	`own_fields` text NOT NULL,
	`edited` text DEFAULT '[]' NOT NULL,
	`before` text,
	FOREIGN KEY (`run_id`) REFERENCES `emulation_run`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`fired_id`) REFERENCES `detection`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `test_case_uuid_unique` ON `test_case` (`uuid`);
--> statement-breakpoint
CREATE INDEX `test_case_by_run` ON `test_case` (`run_id`,`position`);
--> statement-breakpoint
CREATE INDEX `test_case_by_import` ON `test_case` (`import_id`);
--> statement-breakpoint
CREATE INDEX `test_case_by_detection` ON `test_case` (`fired_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `test_case_run_id_import_key_unique` ON `test_case` (`run_id`,`import_key`);
--> statement-breakpoint
CREATE TABLE `test_evidence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` integer NOT NULL,
	`name` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`content` blob NOT NULL,
	`added_at` text NOT NULL,
	`who` text NOT NULL,
	FOREIGN KEY (`case_id`) REFERENCES `test_case`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `test_evidence_by_case` ON `test_evidence` (`case_id`);