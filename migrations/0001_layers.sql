CREATE TABLE `layer_annotation` (
	`layer_id` integer NOT NULL,
	`technique_id` text NOT NULL,
	`tactic` text NOT NULL,
	`position` integer NOT NULL,
	`score` real,
	`marks` text NOT NULL,
	PRIMARY KEY(`layer_id`, `technique_id`, `tactic`),
	FOREIGN KEY (`layer_id`) REFERENCES `layer`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `layer` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`group_name` text NOT NULL,
	`domain` text NOT NULL,
	`version` text NOT NULL,
	`score_meaning` text NOT NULL,
	`origin` text NOT NULL,
	`properties` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
