CREATE TABLE `own_actor_indicator` (
	`own_actor_id` integer NOT NULL,
	`position` integer NOT NULL,
	`technique_id` text NOT NULL,
	`verb` text NOT NULL,
	`name` text NOT NULL,
	`pattern` text NOT NULL,
	`valid_from` text,
	PRIMARY KEY(`own_actor_id`, `position`),
	FOREIGN KEY (`own_actor_id`) REFERENCES `own_actor`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `asset` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment_id` integer NOT NULL,
	`import_id` integer,
	`name` text NOT NULL,
	`platforms` text NOT NULL,
	`platform` text NOT NULL,
	`criticality` text,
	`segment` text NOT NULL,
	`owner` text NOT NULL,
	`count` integer DEFAULT 1 NOT NULL,
	`own_fields` text NOT NULL,
	`edited` text DEFAULT '[]' NOT NULL,
	`before` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `asset_by_import` ON `asset` (`import_id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `asset_environment_id_name_unique` ON `asset` (`environment_id`,`name`);
--> statement-breakpoint
CREATE TABLE `detection_edit` (
	`detection_id` integer NOT NULL,
	`field` text NOT NULL,
	`value` text NOT NULL,
	`edited_at` text NOT NULL,
	PRIMARY KEY(`detection_id`, `field`),
	FOREIGN KEY (`detection_id`) REFERENCES `detection`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `plan_item` (
	`assessment_id` integer NOT NULL,
	`domain` text NOT NULL,
	`technique_id` text NOT NULL,
	`window` text,
	`status` text NOT NULL,
	`owner` text NOT NULL,
	`due_on` text,
	`done_on` text,
	`effort_days` real,
	`note` text NOT NULL,
	PRIMARY KEY(`assessment_id`, `domain`, `technique_id`),
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `plan` (
	`assessment_id` integer PRIMARY KEY NOT NULL,
	`starts_on` text,
	`settings` text NOT NULL,
	`baseline` text,
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `telemetry_source` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment_id` integer NOT NULL,
	`import_id` integer,
	`name` text,
	`channel` text,
	`data_component` text,
	`platforms` text NOT NULL,
	`collected` integer NOT NULL,
	`device_completeness` integer,
	`field_completeness` integer,
	`timeliness` integer,
	`consistency` integer,
	`retention` integer,
	`registered_on` text,
	`connected_on` text,
	`products` text NOT NULL,
	`systems` text NOT NULL,
	`comment` text NOT NULL,
	`before` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`import_id`) REFERENCES `import_report`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `telemetry_source_by_environment` ON `telemetry_source` (`environment_id`);
--> statement-breakpoint
CREATE INDEX `telemetry_source_by_import` ON `telemetry_source` (`import_id`);
--> statement-breakpoint
ALTER TABLE `assessment` ADD `segments` text DEFAULT '[]' NOT NULL;
--> statement-breakpoint
ALTER TABLE `own_actor` ADD `description` text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE `own_actor` ADD `import_id` integer REFERENCES import_report(id);
--> statement-breakpoint
CREATE INDEX `own_actor_by_import` ON `own_actor` (`import_id`);