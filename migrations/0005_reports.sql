CREATE TABLE `marking_lowering` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`what` text NOT NULL,
	`things` text NOT NULL,
	`markings` text NOT NULL,
	`required` text NOT NULL,
	`written` text NOT NULL,
	`reason` text NOT NULL,
	`who` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `marking_scheme` (
	`id` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `report_draft` (
	`assessment_id` integer PRIMARY KEY NOT NULL,
	`content` text NOT NULL,
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `report_template` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`content` text NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `report_template_name_unique` ON `report_template` (`name`);
--> statement-breakpoint
CREATE TABLE `snapshot` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`assessment_id` integer,
	`assessment_name` text NOT NULL,
	`name` text NOT NULL,
	`note` text NOT NULL,
	`created_at` text NOT NULL,
	`sha256` text NOT NULL,
	`content` blob NOT NULL,
	FOREIGN KEY (`assessment_id`) REFERENCES `assessment`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
ALTER TABLE `assessment` ADD `marking` text;
--> statement-breakpoint
ALTER TABLE `own_actor` ADD `marking` text;
--> statement-breakpoint
ALTER TABLE `emulation_run` ADD `marking` text;
--> statement-breakpoint
ALTER TABLE `layer` ADD `marking` text;
--> statement-breakpoint
-- A banner that was typed becomes a scheme of the site with one level: nothing of it is lost.
INSERT INTO `marking_scheme` (`id`, `content`)
SELECT 'site', json_object(
	'id', 'site',
	'name', 'Marking of this workspace',
	'levels', json_array(json_object('id', 'site', 'text', `text`, 'short', `text`, 'colour', `colour`)),
	'caveats', json('[]'),
	'separators', json_object('level', ' ', 'caveats', ', '),
	'block', json('[]'),
	'align', 'centre'
)
FROM (
	SELECT trim(replace(replace(replace(`value` ->> 'markingText', char(9), ' '), char(10), ' '), char(13), ' ')) AS `text`, `value` ->> 'markingColour' AS `colour`
	FROM `setting` WHERE `key` = 'settings'
)
WHERE `text` <> '';
--> statement-breakpoint
UPDATE `setting` SET `value` = json_set(
	json_remove(`value`, '$.markingText', '$.markingColour'),
	'$.marking',
	json_object(
		'scheme', iif(EXISTS (SELECT 1 FROM `marking_scheme`), 'site', 'none'),
		'level', iif(EXISTS (SELECT 1 FROM `marking_scheme`), 'site', 'none'),
		'caveats', json('[]'),
		'block', json('[]')
	)
)
WHERE `key` = 'settings';
