import { z } from "zod";
import { actorContext, actorProfile, actorRef, actorSummary } from "./model/actor.ts";
import { chosenActor, ownTechnique, ways } from "./model/actor.ts";
import {
  actorComparison,
  comparedActors,
  comparedIn,
  fittingKinds,
  observedComparison,
  observedSource,
} from "./model/actor-comparison.ts";
import {
  assessment,
  assessmentResult,
  assessmentSettings,
  assessmentSummary,
  decisionChange,
  priorityWeights,
  scope,
} from "./model/assessment.ts";
import {
  asset,
  assetChange,
  assetMapping,
  assetPreview,
  assetSegment,
  removedAsset,
} from "./model/asset.ts";
import { domain, techniqueId } from "./model/attack-id.ts";
import { matrix, objectDetail, objectKind, objectSummary, release } from "./model/catalogue.ts";
import { environmentComparison } from "./model/environment-comparison.ts";
import {
  coverageTechniques,
  rankedGap,
  techniqueInspection,
  ruleExplanation,
  ruleStanding,
} from "./model/coverage.ts";
import { acceptedAlert, alertMatches, alertRequest } from "./model/alert.ts";
import { resultPreview, resultReading } from "./model/result-table.ts";
import { runEffect, testedTechnique } from "./model/run-effect.ts";
import { emulationSequence, emulationTest, libraryTest, ownTest } from "./model/emulation-test.ts";
import {
  evidenceFile,
  removedTestCase,
  run,
  runContent,
  testCase,
  testCaseChange,
  testCaseContent,
} from "./model/emulation.ts";
import { mergeChoice, mergePreview } from "./model/run-package.ts";
import { hiddenPart, redactionChoice, redactionPreview } from "./model/redaction.ts";
import { runFormat } from "./model/run-export.ts";
import {
  annotationMarks,
  annotationPlace,
  expressionIssue,
  layer,
  layerCombination,
  layerContent,
  layerProperties,
  layerSource,
  layerSummary,
  layerVariable,
  rejectedEntry,
  scoreMeaning,
  unplacedAnnotation,
  upgradeChoice,
  upgradeMove,
  upgradeOffer,
} from "./model/layer.ts";
import {
  acceptedId,
  actorOrigin,
  importedIntelligence,
  intelligencePreview,
  intelligenceRequest,
} from "./model/intelligence.ts";
import { assessmentComparison } from "./model/compare.ts";
import { comparisonSide, rebaseReleases } from "./model/comparison-side.ts";
import { releaseComparison } from "./model/release-comparison.ts";
import {
  columnMapping,
  detectionChange,
  detectionDetail,
  detectionFormat,
  detectionPreview,
  detectionState,
  detectionSummary,
  heldWord,
  inventoryFigures,
  removedDetection,
  resolutionOffers,
  techniqueChoice,
  techniqueSuggestion,
} from "./model/detection.ts";
import {
  catalogueImportReport,
  detectionImportReport,
  editedField,
  importReport,
  importSummary,
  layerImportReport,
  recognisedFile,
  recordImportReport,
} from "./model/import-report.ts";
import {
  drawableSource,
  drawnPicture,
  pictureFormat,
  pictureOptions,
  tableOptions,
  tableShape,
  writtenTable,
} from "./model/picture.ts";
import { fundingComparison } from "./model/funding.ts";
import {
  knownScheme,
  loweringRequest,
  markedThing,
  markedThings,
  marking,
  markingChoice,
  markingLowering,
  requiredMarking,
  writtenMarking,
} from "./model/marking.ts";
import { logSourceMark, planMark } from "./model/plan-mark.ts";
import { reportDocument, reportLogo } from "./model/report-document.ts";
import { reportFacts } from "./model/report-facts.ts";
import { exportedReport, reportRequest } from "./model/report-export.ts";
import {
  exportChoice,
  fundingOption,
  ownTemplate,
  reportContent,
  reportDraft,
  reportTemplate,
} from "./model/report-template.ts";
import { begunSituation, platformChange, situationChoices } from "./model/situation.ts";
import { printedDocument } from "./model/printed-document.ts";
import {
  coverageClaims,
  detectionProof,
  emulationTrends,
  explainedProof,
  runComparison,
} from "./model/test-meaning.ts";
import { rebaseChoice, rebaseOutcome, rebasePreview } from "./model/rebase.ts";
import {
  bestSet,
  logSourceChange,
  plan,
  planBaseline,
  planChange,
  planFormat,
  planMoney,
  planSettings,
  planTarget,
  whatIf,
} from "./model/plan.ts";
import { madeTestPlan, planSource, suggestions, testFilter, testPlan } from "./model/test-plan.ts";
import {
  gapWorth,
  servedTelemetry,
  telemetryAdvice,
  telemetryChange,
  telemetryColumns,
  telemetryEntry,
  telemetryMapping,
  telemetrySource,
  telemetryUnit,
} from "./model/telemetry.ts";
import {
  environment,
  preferences,
  searchHit,
  workspaceInfo,
  workspaceSettings,
} from "./model/workspace.ts";
import { removedSnapshot, snapshotName, snapshotNote, snapshotSummary } from "./model/snapshot.ts";
import { command, query, session, shell } from "./operation.ts";

const none = z.object({});
const done = z.null();
const path = z.string().min(1);
/** How an export is marked where it is not what its things require. */
const marked = markingChoice.optional();
const assessmentId = z.object({ assessmentId: z.number().int() });
const inAssessment = <Shape extends z.ZodRawShape>(shape: Shape) => assessmentId.extend(shape);

const assessmentName = z.string().trim().min(1).max(200);
const rebaseChoices = z.array(rebaseChoice).max(10_000);

const layerId = z.object({ layerId: z.number().int() });
const templateName = reportTemplate.shape.name;
const layerName = z.string().trim().min(1).max(200);
const annotationChange = z.object({ place: annotationPlace, marks: annotationMarks.nullable() });

const planEngineers = z.number().positive().max(100_000);
const planDays = z.number().int().min(1).max(3650);

/** What to do when a different file of the same domain and release is already there. */
const onConflict = z.enum(["ask", "replace", "keep"]);

/**
 * Every operation of Casemate, by capability: the application's table of contents.
 *
 * The window, the command line and the tests call these and nothing else.
 */
export const contract = {
  workspace: {
    create: session(z.object({ path, starter: z.boolean() }), workspaceInfo),
    /** A workspace with the fictional sample assessment on the starter catalogue. */
    createSample: session(z.object({ path }), workspaceInfo),
    open: session(z.object({ path }), workspaceInfo),
    current: session(none, workspaceInfo.nullable()),
    saveCopy: session(z.object({ path, replace: z.boolean() }), z.object({ path })),
    close: session(none, done),
  },
  tasks: {
    cancel: session(z.object({ callId: z.string() }), done),
  },
  environments: {
    list: query(none, z.array(environment)),
    create: command(z.object({ name: z.string().trim().min(1).max(200) }), environment),
    rename: command(
      z.object({ id: z.number().int(), name: z.string().trim().min(1).max(200) }),
      environment,
    ),
    remove: command(z.object({ id: z.number().int() }), done),
  },
  settings: {
    get: query(none, workspaceSettings),
    set: command(workspaceSettings, workspaceSettings),
  },
  imports: {
    /** What files, folders and archives hold, whatever they are called. Long: reports progress. */
    recognise: query(z.object({ paths: z.array(path).min(1) }), z.array(recognisedFile)),
    list: query(none, z.array(importSummary)),
    get: query(z.object({ id: z.number().int() }), importReport),
    /** Takes back what an import of detections or an overlay brought. */
    undo: command(z.object({ id: z.number().int() }), done),
    /**
     * Moves what an import of detections, log sources, assets or runs brought to another
     * environment. What the other one holds by the same key already stays where it is, and is listed.
     */
    move: command(
      z.object({ id: z.number().int(), environment: z.string() }),
      z.object({
        /** Where it was before. */
        from: z.string(),
        moved: z.number().int(),
        collisions: z.array(z.object({ key: z.string(), name: z.string() })),
      }),
    ),
    /** Writes a report as JSON or CSV by the path's ending. */
    export: query(z.object({ id: z.number().int(), path, marked }), z.object({ path })),
  },
  catalogue: {
    list: query(none, z.array(release)),
    /** Long: reports progress and can be cancelled. One report for each domain of each file. */
    import: command(
      z.object({
        paths: z.array(path).min(1),
        onConflict,
        /** Names the release where a bundle cannot say it. */
        version: z.string().optional(),
      }),
      z.array(catalogueImportReport),
    ),
    /** Adds the starter catalogue of every domain that has no release yet. */
    addStarter: command(none, z.array(catalogueImportReport)),
    correctVersion: command(
      z.object({ releaseId: z.number().int(), version: z.string().trim().min(1).max(20) }),
      release,
    ),
    remove: command(z.object({ releaseId: z.number().int() }), done),
    removeOverlay: command(z.object({ overlayId: z.number().int() }), done),
    /** Long: writes the release as a STIX bundle. */
    export: query(
      z.object({ releaseId: z.number().int(), path }),
      z.object({ path, objects: z.number().int() }),
    ),
    browse: query(
      z.object({
        releaseId: z.number().int(),
        kind: objectKind,
        /** Full text, or a part of a name or ID; empty lists all. */
        text: z.string(),
        withInactive: z.boolean(),
      }),
      z.array(objectSummary),
    ),
    object: query(z.object({ releaseId: z.number().int(), stixId: z.string() }), objectDetail),
    /** Finds an active or retired object by ATT&CK ID. */
    find: query(
      z.object({ releaseId: z.number().int(), kind: objectKind, attackId: z.string() }),
      objectDetail.nullable(),
    ),
    matrix: query(z.object({ releaseId: z.number().int() }), matrix),
    /**
     * Active techniques, by ID, that an object uses, mitigates, detects or targets; those of a
     * group by the ways.
     */
    techniquesOf: query(
      z.object({ releaseId: z.number().int(), stixId: z.string(), ways }),
      z.array(techniqueId),
    ),
    /** Active techniques, by ID, whose ID, name or text holds every word. */
    techniquesByText: query(
      z.object({ releaseId: z.number().int(), text: z.string().max(1000) }),
      z.array(techniqueId),
    ),
    /** The notices that go with catalogue content. */
    notice: query(none, z.object({ attack: z.string(), misp: z.string() })),
  },
  assessments: {
    list: query(none, z.array(assessmentSummary)),
    get: query(assessmentId, assessment),
    create: command(
      z.object({
        name: assessmentName,
        /** Default: every environment, the newest Enterprise release. */
        scope: scope.optional(),
      }),
      assessment,
    ),
    rename: command(inAssessment({ name: assessmentName }), assessment),
    remove: command(assessmentId, done),
    /** A copy with its actors, decisions and plan. */
    copy: command(inAssessment({ name: assessmentName }), assessment),
    /** What a copy on other releases would change and leave in doubt, with the headline of both. */
    previewRebase: query(
      inAssessment({ releases: rebaseReleases, choices: rebaseChoices }),
      rebasePreview,
    ),
    /** A copy on other releases: certain changes made, doubts listed, the assessment itself kept. */
    rebase: command(
      inAssessment({ name: assessmentName, releases: rebaseReleases, choices: rebaseChoices }),
      rebaseOutcome.extend({ assessment }),
    ),
    setScope: command(inAssessment({ scope }), assessment),
    setSettings: command(inAssessment({ settings: assessmentSettings }), assessment),
    /** The day on which the assessment is to be looked at again; null = none. */
    setReview: command(inAssessment({ reviewOn: z.iso.date().nullable() }), assessment),
    defaults: query(none, assessmentSettings),
    /** The answer, computed now. `now` decides only about expiries. */
    answer: query(assessmentId, assessmentResult),
    /** Writes assessment.json, assessment.txt, gaps.csv and the layers into a folder. */
    export: query(
      inAssessment({ directory: path, now: z.string().optional(), marked }),
      z.object({ files: z.array(z.string()) }),
    ),
  },
  actors: {
    /** Groups, campaigns and software of the assessment's releases, and own profiles. */
    list: query(
      inAssessment({
        text: z.string(),
        kinds: z.array(z.enum(["group", "campaign", "software", "own"])),
      }),
      z.array(actorSummary),
    ),
    /** All sectors, countries and motives that the facts in use know, to filter by. */
    context: query(none, actorContext.extend({ source: z.string() })),
    /**
     * Lays a threat-actor cluster of the MISP galaxy over the facts in use: groups that it names have
     * what it says from then on. Reversible as every import.
     */
    importSectors: command(z.object({ path }), recordImportReport),
    /** A profile outside of any assessment, by ATT&CK ID, name or alias. */
    find: query(
      z.object({
        text: z.string(),
        domain: domain.optional(),
        version: z.string().optional(),
        ways,
      }),
      actorProfile,
    ),
    profile: query(inAssessment({ actor: actorRef }), actorProfile),
    choose: command(
      inAssessment({
        actor: actorRef,
        weight: z.number().positive(),
        reason: z.string().max(2000),
      }),
      z.array(chosenActor),
    ),
    unchoose: command(inAssessment({ actor: actorRef }), z.array(chosenActor)),
    setTechnique: command(inAssessment({ actor: actorRef, technique: ownTechnique }), done),
    clearTechnique: command(inAssessment({ actor: actorRef, techniqueId }), done),
    /** An own profile from a pasted list of IDs; IDs that name no technique come back. */
    createOwn: command(
      inAssessment({
        name: z.string().trim().min(1).max(200),
        domain,
        text: z.string().max(1_000_000),
        source: z.string(),
        confidence: z.enum(["low", "medium", "high"]),
      }),
      z.object({ actor: actorRef, techniques: z.number().int(), rejected: z.array(z.string()) }),
    ),
    removeOwn: command(z.object({ actor: actorRef }), done),
  },
  compare: {
    /** Actors beside each other: what they share, how alike they are, what each adds. */
    actors: query(z.object({ ...comparedIn, who: comparedActors }), actorComparison),
    /** The actors that fit observed techniques, and how little that proves. */
    observed: query(
      z.object({
        ...comparedIn,
        source: observedSource,
        /** For the source `file`. */
        path: path.optional(),
        kinds: fittingKinds,
        /** Counts what the catalogue retired as what it became. */
        acceptReplaced: z.boolean(),
        /** Counts sub-techniques as their techniques, on both sides. */
        byParent: z.boolean(),
      }),
      observedComparison,
    ),
    /** Two answers beside each other: what changed, and because of what. Long: can be cancelled. */
    results: query(
      z.object({ before: comparisonSide, after: comparisonSide }),
      assessmentComparison,
    ),
    /** Two releases of a domain, and what of that touches an assessment. Long: can be cancelled. */
    releases: query(
      z.object({
        domain,
        before: z.string().min(1).max(100),
        after: z.string().min(1).max(100),
        assessmentId: z.number().int().optional(),
      }),
      releaseComparison,
    ),
    /**
     * Environments beside each other and joined; default: those of the assessment, or all where it
     * asks about one alone.
     */
    environments: query(
      inAssessment({ environments: z.array(z.string()).min(2).max(20).optional() }),
      environmentComparison,
    ),
    /** What becomes of an assessment's answer when it asks about other platforms; nothing is stored. */
    platforms: query(inAssessment({ platforms: z.array(z.string()).max(100) }), platformChange),
  },
  situations: {
    /**
     * Begins a situation: a copy of an assessment, a new one, or the same, and its next report as
     * the situation asks for it.
     */
    begin: command(situationChoices, begunSituation),
  },
  intelligence: {
    /** Looks at reports and group administrations without importing them. */
    preview: query(intelligenceRequest, intelligencePreview),
    /**
     * Own actors from STIX reports and DeTT&CT groups. IDs that the release does not hold count only
     * where they stand in `accept`. Long: reports progress and can be cancelled.
     */
    import: command(
      intelligenceRequest.extend({
        /** For actors of which the files do not say how sure they are. */
        confidence: z.enum(["low", "medium", "high"]),
        accept: z.array(acceptedId),
      }),
      importedIntelligence,
    ),
    /** Where an own actor comes from, and the indicators behind its techniques. */
    origin: query(z.object({ actor: actorRef }), actorOrigin),
  },
  detections: {
    list: query(z.object({ environmentId: z.number().int() }), z.array(detectionSummary)),
    /** Some detections as the list has them, by number. */
    pick: query(
      z.object({ ids: z.array(z.number().int()).max(10_000) }),
      z.array(detectionSummary),
    ),
    get: query(z.object({ id: z.number().int() }), detectionDetail),
    figures: query(none, z.array(inventoryFigures)),
    /** Looks at files without importing them. */
    preview: query(
      z.object({
        paths: z.array(path).min(1),
        format: detectionFormat.optional(),
        sheet: z.string().optional(),
        mapping: columnMapping.optional(),
      }),
      detectionPreview,
    ),
    /** Long: reports progress and can be cancelled. */
    import: command(
      z.object({
        paths: z.array(path).min(1),
        /** Environment by name; it must exist. Default: the workspace's first. */
        environment: z.string().optional(),
        format: detectionFormat.optional(),
        /** For files that cannot say whether a rule runs. */
        state: detectionState.optional(),
        sheet: z.string().optional(),
        mapping: columnMapping.optional(),
      }),
      detectionImportReport,
    ),
    /**
     * Long: of the rules that files hold, how many carry the analyst's own word in an environment,
     * which an import would leave standing.
     */
    foretell: query(
      z.object({
        paths: z.array(path).min(1),
        environment: z.string().optional(),
        format: detectionFormat.optional(),
        sheet: z.string().optional(),
        mapping: columnMapping.optional(),
      }),
      z.object({ edited: z.number().int() }),
    ),
    /** Lays the analyst's word over the files'. Gives the words as they were, for `restoreEdits`. */
    edit: command(
      z.object({ ids: z.array(z.number().int()).min(1), change: detectionChange }),
      z.array(heldWord),
    ),
    /** Takes the files' word again, on some fields or all. Gives the analyst's, to put back. */
    revertEdits: command(
      z.object({
        ids: z.array(z.number().int()).min(1),
        fields: z.array(editedField).min(1).optional(),
      }),
      z.array(heldWord),
    ),
    /** Puts words back as they were, and gives those that stood there. */
    restoreEdits: command(z.object({ words: z.array(heldWord).min(1) }), z.array(heldWord)),
    /** The active techniques of the newest release of each domain. */
    techniques: query(none, z.array(techniqueChoice)),
    /** Techniques that a rule may be about, by its words and tactics; the likeliest first. */
    suggest: query(
      z.object({ id: z.number().int(), assessmentId: z.number().int().optional() }),
      z.array(techniqueSuggestion),
    ),
    /** Takes detections away, and gives them, for `restore`. */
    remove: command(z.object({ ids: z.array(z.number().int()).min(1) }), z.array(removedDetection)),
    restore: command(z.object({ detections: z.array(removedDetection).min(1) }), done),
    /** IDs of other releases in an environment's inventory, and what each may stand for. */
    offers: query(inAssessment({ domain, environment: z.string().optional() }), resolutionOffers),
    acceptOffers: command(
      inAssessment({
        domain,
        environment: z.string().optional(),
        pairs: z.array(z.object({ written: z.string(), techniqueId })).min(1),
      }),
      done,
    ),
    withdrawOffers: command(
      inAssessment({
        domain,
        environment: z.string().optional(),
        written: z.array(z.string()).min(1),
      }),
      done,
    ),
  },
  /** What the environments consist of: it decides exposure. */
  assets: {
    list: query(z.object({ environmentId: z.number().int() }), z.array(asset)),
    /** The segments of every environment. */
    segments: query(none, z.array(assetSegment)),
    /** Looks at files without importing them. */
    preview: query(
      z.object({
        paths: z.array(path).min(1),
        sheet: z.string().optional(),
        mapping: assetMapping.optional(),
      }),
      assetPreview,
    ),
    /** By name: added, changed or unchanged. What a file no longer holds is listed, and stays. */
    import: command(
      z.object({
        paths: z.array(path).min(1),
        /** Environment by name; it must exist. Default: the workspace's first. */
        environment: z.string().optional(),
        sheet: z.string().optional(),
        /** Remembered for tables with the same headings. */
        mapping: assetMapping.optional(),
      }),
      recordImportReport,
    ),
    add: command(
      z.object({
        environmentId: z.number().int(),
        asset: assetChange.required({ name: true }),
      }),
      asset,
    ),
    /** Gives the assets as they were, for `restore`. */
    edit: command(
      z.object({ ids: z.array(z.number().int()).min(1), change: assetChange }),
      z.array(asset),
    ),
    /** Takes assets away, and gives them, for `restore`. */
    remove: command(z.object({ ids: z.array(z.number().int()).min(1) }), z.array(removedAsset)),
    restore: command(z.object({ assets: z.array(removedAsset).min(1) }), done),
  },
  coverage: {
    inspect: query(inAssessment({ domain, techniqueId }), techniqueInspection),
    /** Every active technique of the assessment's release, whoever uses it: the matrix's data. */
    techniques: query(inAssessment({ domain }), coverageTechniques),
    /** How the rules of an environment count. */
    standings: query(inAssessment({ environmentId: z.number().int() }), z.array(ruleStanding)),
    /** How one rule counts, and why. */
    standing: query(inAssessment({ detectionId: z.number().int() }), ruleExplanation),
  },
  gaps: {
    /**
     * Sets what was decided about techniques and withdraws what was. Gives the change that leads
     * back.
     */
    decide: command(assessmentId.extend(decisionChange.shape), decisionChange),
    /** How gaps would stand by other weights and choke points; nothing is stored. */
    preview: query(
      inAssessment({ priorityWeights, chokePoints: z.array(techniqueId) }),
      z.array(rankedGap),
    ),
  },
  plan: {
    /**
     * The plan, made anew from the gaps and from what was fixed. Engineers and days other than its
     * own show what they would make of it.
     */
    get: query(
      inAssessment({ engineers: planEngineers.optional(), days: planDays.optional() }),
      plan,
    ),
    /** Fixes things about gaps, and gives the marks that lead back: they are changes as well. */
    setItems: command(
      inAssessment({ changes: z.array(planChange).min(1).max(10_000) }),
      z.array(planMark),
    ),
    /** Fixes things about log sources of the plan, and gives what leads back. */
    setLogSources: command(
      inAssessment({ changes: z.array(logSourceChange).min(1).max(1000) }),
      z.array(logSourceMark),
    ),
    /** What is left out stays. Gives the settings as they were. */
    setSettings: command(inAssessment({ settings: planSettings.partial() }), planSettings),
    /** Agrees on the plan as it is now. Gives the baseline as it was, for `setBaseline`. */
    fixBaseline: command(assessmentId, planBaseline.nullable()),
    /** Puts a baseline back, or takes it away. Gives the one before. */
    setBaseline: command(
      inAssessment({ baseline: planBaseline.nullable() }),
      planBaseline.nullable(),
    ),
    /** What so many people close in so many days of the calendar; default: those of the plan. */
    whatIf: query(inAssessment({ engineers: planEngineers, days: planDays }), whatIf),
    /** What a percentage of coverage would take. */
    target: query(
      inAssessment({
        percent: z.number().min(0).max(100),
        /** Default: those of the plan. */
        engineers: planEngineers.optional(),
      }),
      planTarget,
    ),
    /** Long: the best set of gaps for a number of person-days. */
    best: query(inAssessment({ personDays: z.number().min(0).max(1_000_000) }), bestSet),
    /** Long: ways of paying beside each other, and what a point of coverage costs by each. */
    options: query(
      inAssessment({
        options: z.array(fundingOption).min(1).max(6),
        /** Stands in for that of the plan. */
        money: planMoney.optional(),
      }),
      fundingComparison,
    ),
    /**
     * Writes the plan; without a format, by the path's ending. `engineers`, `days` and `target` stand
     * in for those of the settings; `now` decides about the day.
     */
    export: query(
      inAssessment({
        path,
        format: planFormat.optional(),
        engineers: planEngineers.optional(),
        days: planDays.optional(),
        target: z.number().min(0).max(100).optional(),
        now: z.string().optional(),
        marked,
      }),
      z.object({ path, items: z.number().int() }),
    ),
    /** Takes status, owner and due days from a tracker's CSV or our own CSV or XLSX. */
    importStatus: command(inAssessment({ path }), recordImportReport),
  },
  layers: {
    list: query(none, z.array(layerSummary)),
    get: query(layerId, layer),
    /** What of a layer finds no place in its release. */
    unplaced: query(layerId, z.array(unplacedAnnotation)),
    /** What `create` would make, without making it. */
    preview: query(
      z.object({ source: layerSource }),
      z.object({
        name: z.string(),
        annotations: z.number().int(),
        scored: z.number().int(),
        rejected: z.array(rejectedEntry),
      }),
    ),
    /** A layer made from data; lines of a list that name no technique come back. */
    create: command(
      z.object({ source: layerSource, name: layerName.optional(), group: z.string().max(200) }),
      z.object({ layer: layerSummary, rejected: z.array(rejectedEntry) }),
    ),
    /** Name, group, meaning and properties; whatever is left out stays. Gives the layer as it was. */
    set: command(
      layerId.extend({
        name: layerName.optional(),
        group: z.string().max(200).optional(),
        scoreMeaning: scoreMeaning.optional(),
        properties: layerProperties.partial().optional(),
      }),
      layer,
    ),
    /** Writes annotations; `marks` null takes one away. Gives the changes that lead back. */
    annotate: command(
      layerId.extend({ changes: z.array(annotationChange).min(1).max(100_000) }),
      z.array(annotationChange),
    ),
    /** Takes layers away, and gives them, for `restore`. */
    remove: command(z.object({ layerIds: z.array(z.number().int()).min(1) }), z.array(layer)),
    /** Puts layers back as they were: removed ones, and in the place of what they became since. */
    restore: command(z.object({ layers: z.array(layer).min(1) }), done),
    /** Long: reads Navigator layers of any format, one or many in a file. */
    import: command(
      z.object({
        paths: z.array(path).min(1),
        group: z.string().max(200).optional(),
        scoreMeaning: scoreMeaning.optional(),
      }),
      layerImportReport,
    ),
    /** What must move for a layer to be read against another release of its domain. */
    offers: query(layerId.extend({ version: z.string().min(1) }), z.array(upgradeOffer)),
    /**
     * Moves a layer to another release: what is certain, and what was chosen. What is left stays in
     * the layer without a place.
     */
    upgrade: command(
      layerId.extend({
        version: z.string().min(1),
        choices: z.array(upgradeChoice).max(10_000),
      }),
      z.object({ before: layer, moves: z.array(upgradeMove), left: z.array(upgradeOffer) }),
    ),
    /** Writes layers into one file in format 4.5. */
    export: query(
      z.object({ sources: z.array(layerSource).min(1).max(1000), path, marked }),
      z.object({ path, layers: z.number().int(), annotations: z.number().int() }),
    ),
    /** Null where an expression can be computed over these variables. */
    check: query(
      z.object({ expression: z.string().max(10_000), variables: z.array(layerVariable) }),
      expressionIssue.nullable(),
    ),
    /** One layer from several of one domain and release; scores that are no number come back. */
    combine: command(
      layerCombination.extend({ name: layerName, group: z.string().max(200) }),
      z.object({ layer: layerSummary, rejected: z.array(rejectedEntry) }),
    ),
    /** Claims of detection, each in part at most, for techniques with at least a score. */
    claim: command(
      layerId.extend({
        /** By name; default: the workspace's first. */
        environment: z.string().optional(),
        atLeast: z.number(),
        scoreMeaning,
      }),
      detectionImportReport,
    ),
    /** An own actor that uses the techniques with at least a score; what was left out comes back. */
    profile: command(
      layerId.extend({
        name: z.string().trim().min(1).max(200),
        source: z.string().max(2000),
        confidence: z.enum(["low", "medium", "high"]),
        atLeast: z.number(),
      }),
      z.object({
        actor: actorRef,
        techniques: z.number().int(),
        rejected: z.array(rejectedEntry),
      }),
    ),
    /** The layers of Navigator files as they would be imported; nothing is stored. */
    read: query(z.object({ paths: z.array(path).min(1) }), z.array(layerContent)),
    /** A layer on its release as SVG. */
    draw: query(
      z.object({ source: drawableSource, options: pictureOptions, marked }),
      drawnPicture,
    ),
    /** The same, written to a file. */
    exportPicture: query(
      z.object({ source: drawableSource, path, options: pictureOptions, marked }),
      z.object({ path, width: z.number(), height: z.number(), warnings: z.array(z.string()) }),
    ),
    /** A layer as a table: an XLSX workbook, or CSV where the path ends so. */
    exportTable: query(
      z.object({ source: drawableSource, path, shape: tableShape, options: tableOptions, marked }),
      writtenTable,
    ),
  },
  /**
   * What is written at the top and bottom of all that leaves. A file carries what `required` says of
   * the things that it is made of; less only by a lowering, which exports take by its number.
   */
  markings: {
    schemes: query(none, z.array(knownScheme)),
    /** Adds a scheme of the site from a JSON file, or changes the one with its ID. */
    importScheme: command(z.object({ path }), knownScheme),
    /** Writes a scheme as JSON: a pattern for one's own. */
    exportScheme: query(z.object({ id: z.string(), path }), z.object({ path })),
    /** Refused while something is marked by it. */
    removeScheme: command(z.object({ id: z.string() }), done),
    /** A thing's own marking; null = it has none. */
    get: query(markedThing, marking.nullable()),
    /** Gives a thing a marking of its own, or takes it away. Gives the one before. */
    set: command(z.object({ thing: markedThing, marking: marking.nullable() }), marking.nullable()),
    required: query(markedThings, requiredMarking),
    /** What is written on what its caller writes itself, such as a table of the window. */
    written: query(z.object({ things: markedThings, marked }), writtenMarking),
    /**
     * Records why a file leaves with less than it must carry, and by whose decision. Its number goes
     * with the export of the very same things, which writes the lower marking.
     */
    lower: command(loweringRequest, markingLowering),
    lowerings: query(none, z.array(markingLowering)),
    /** Writes the history of lowerings as JSON, or CSV where the path ends so. */
    exportLowerings: query(z.object({ path }), z.object({ path, lowerings: z.number().int() })),
  },
  telemetry: {
    /** Log sources and data components of an environment, collected or not. */
    list: query(z.object({ environmentId: z.number().int() }), z.array(telemetrySource)),
    /** Adds log sources, or changes those with a number. Gives what `restore` leads back by. */
    set: command(
      z.object({
        environmentId: z.number().int(),
        sources: z
          .array(z.object({ id: z.number().int().nullable(), entry: telemetryEntry }))
          .min(1)
          .max(10_000),
      }),
      telemetryChange,
    ),
    remove: command(z.object({ ids: z.array(z.number().int()).min(1) }), telemetryChange),
    /** Takes a change back. */
    restore: command(z.object({ change: telemetryChange }), done),
    /** The columns of the first table among files, for mapping them; null where none is. */
    columns: query(
      z.object({ paths: z.array(path).min(1), sheet: z.string().optional() }),
      telemetryColumns.nullable(),
    ),
    /** Long: DeTT&CT's data-source administration, CSV or XLSX. */
    import: command(
      z.object({
        paths: z.array(path).min(1),
        /** Environment by name; it must exist. Default: the workspace's first. */
        environment: z.string().optional(),
        sheet: z.string().optional(),
        mapping: telemetryMapping.optional(),
      }),
      recordImportReport,
    ),
    /**
     * What the catalogue needs collected, and the techniques that each serves: of an assessment, or
     * of the newest release of each domain and one environment.
     */
    served: query(
      z.object({
        assessmentId: z.number().int().optional(),
        environment: z.string().optional(),
      }),
      servedTelemetry,
    ),
    /** Which log sources, newly collected, make the most of the gaps detectable. */
    advise: query(
      inAssessment({
        unit: telemetryUnit,
        worth: gapWorth,
        count: z.number().int().min(1).max(30),
      }),
      telemetryAdvice,
    ),
  },
  emulation: {
    /** Runs of an environment, or of all, the latest first. */
    runs: query(z.object({ environmentId: z.number().int().optional() }), z.array(run)),
    /** The test cases of a run, in its order. */
    cases: query(z.object({ runId: z.number().int() }), z.array(testCase)),
    /** Test cases by their numbers, as they are now; those that are gone are left out. */
    pickCases: query(z.object({ ids: z.array(z.number().int()).max(20_000) }), z.array(testCase)),
    /** What the technique IDs of a run's test cases mean in an assessment, or in the newest releases. */
    techniques: query(
      z.object({ runId: z.number().int(), assessmentId: z.number().int().nullable() }),
      z.array(testedTechnique),
    ),
    /** What a run does to the coverage of an assessment. */
    effect: query(inAssessment({ runId: z.number().int() }), runEffect),
    /** One test case with its evidence and every change of it. */
    case: query(
      z.object({ id: z.number().int() }),
      z.object({
        testCase,
        evidence: z.array(evidenceFile),
        history: z.array(testCaseChange),
      }),
    ),
    addRun: command(z.object({ environmentId: z.number().int(), run: runContent }), run),
    /** Gives the run as it was. */
    setRun: command(z.object({ id: z.number().int(), run: runContent }), run),
    /** Takes runs away with their test cases, evidence and history. */
    removeRuns: command(z.object({ ids: z.array(z.number().int()).min(1) }), done),
    addCases: command(
      z.object({ runId: z.number().int(), cases: z.array(testCaseContent).min(1).max(10_000) }),
      z.array(testCase),
    ),
    /** Changes fields of test cases and gives them as they were. */
    editCases: command(
      z.object({
        ids: z.array(z.number().int()).min(1).max(20_000),
        change: testCaseContent.partial(),
        /** Whose word it is, for the history. */
        who: z.string().max(200),
      }),
      z.array(testCase),
    ),
    orderCases: command(
      z.object({ runId: z.number().int(), ids: z.array(z.number().int()).max(20_000) }),
      done,
    ),
    removeCases: command(
      z.object({ ids: z.array(z.number().int()).min(1).max(20_000) }),
      z.array(removedTestCase),
    ),
    /** Takes changes and removals back. */
    restoreCases: command(
      z.object({
        cases: z.array(testCase).max(20_000),
        removed: z.array(removedTestCase).max(20_000),
        who: z.string().max(200),
      }),
      done,
    ),
    /** Copies files into a test case, each with its SHA-256, and gives all that it has. */
    addEvidence: command(
      z.object({
        caseId: z.number().int(),
        paths: z.array(path).min(1).max(100),
        who: z.string().max(200),
      }),
      z.array(evidenceFile),
    ),
    /** Writes a file of evidence out, as it came in. */
    saveEvidence: query(z.object({ id: z.number().int(), path }), z.object({ path })),
    removeEvidence: command(z.object({ id: z.number().int() }), done),
    /** A table of results among files that no tool's headings tell, for mapping it; null = none. */
    preview: query(resultReading.extend({ paths: z.array(path).min(1) }), resultPreview.nullable()),
    /** Long: tests, adversaries and results of any tool, mixed. */
    import: command(
      resultReading.extend({
        paths: z.array(path).min(1),
        /** Environment by name; it must exist. Default: the workspace's first. */
        environment: z.string().optional(),
        /** A run that takes the results, in its environment: what was planned there has run. */
        runId: z.number().int().optional(),
      }),
      recordImportReport,
    ),
    /** Writes runs into one file. */
    export: query(
      z.object({
        runIds: z.array(z.number().int()).min(1).max(1000),
        format: runFormat,
        /** What is hidden in it; nothing where it is left out. */
        hidden: z.array(hiddenPart).optional(),
        path,
        marked,
      }),
      z.object({ path, runs: z.number().int(), cases: z.number().int() }),
    ),
    /** Long: which alerts of a SIEM's export belong to which test cases. Nothing is written. */
    matchAlerts: query(alertRequest, alertMatches),
    /** Sets what alerts say of their test cases, and gives these as they were. */
    acceptAlerts: command(
      z.object({ alerts: z.array(acceptedAlert).min(1).max(20_000), who: z.string().max(200) }),
      z.array(testCase),
    ),
    /** What merging a package of runs would do. Nothing is written. */
    previewMerge: query(z.object({ path }), mergePreview),
    /** Merges a package of runs; a run that is not here is added. Refused while a conflict waits. */
    merge: command(
      z.object({
        path,
        /** Of runs that are not here yet, by name. Default: the workspace's first. */
        environment: z.string().optional(),
        decisions: z
          .array(z.object({ key: z.string().max(300), choice: mergeChoice }))
          .max(100_000),
        /** For conflicts that no decision names. */
        prefer: z.enum(["ours", "theirs"]).optional(),
        /** Whose word the decisions are, for the history. */
        who: z.string().max(200),
      }),
      recordImportReport,
    ),
    /** What hiding parts of runs does, before anything is written. */
    previewRedaction: query(
      z.object({
        runIds: z.array(z.number().int()).min(1).max(1000),
        hidden: z.array(hiddenPart),
      }),
      redactionPreview,
    ),
    /** The workspace's profiles of what is hidden. */
    redaction: query(none, redactionChoice),
    setRedaction: command(redactionChoice, done),
    /** The library: tests by source and key. */
    tests: query(none, z.array(emulationTest)),
    /** The same without their texts, each with its last execution. */
    library: query(none, z.array(libraryTest)),
    test: query(z.object({ id: z.number().int() }), emulationTest),
    /** Adversaries and emulation plans. */
    sequences: query(none, z.array(emulationSequence)),
    addTest: command(z.object({ test: ownTest }), emulationTest),
    /** Changes a test of one's own, and gives it as it was. */
    setTest: command(z.object({ id: z.number().int(), test: ownTest }), emulationTest),
    /** Takes tests of one's own out of the library, and gives them. */
    removeTests: command(
      z.object({ ids: z.array(z.number().int()).min(1).max(10_000) }),
      z.array(emulationTest),
    ),
    /** Puts tests of one's own back as they were. */
    restoreTests: command(z.object({ tests: z.array(emulationTest).min(1).max(10_000) }), done),
    /**
     * What to test, each with the tests of the library that do it. Without an assessment IDs are
     * read against the newest release of each domain; gaps, claims and actors need one.
     */
    suggest: query(
      z.object({
        assessmentId: z.number().int().nullable(),
        from: planSource,
        filter: testFilter,
      }),
      suggestions,
    ),
    /** A run as a sheet to print, and to fill in by hand. */
    runSheet: query(
      z.object({ runId: z.number().int(), assessmentId: z.number().int().optional(), marked }),
      printedDocument,
    ),
    /** Makes a run that has not begun, or adds to one, with all its test cases. */
    plan: command(testPlan, madeTestPlan),
    /**
     * What the outcomes of runs say together, read by an assessment's releases and settings. Without
     * one the newest releases and the usual settings stand in.
     */
    trends: query(
      z.object({
        assessmentId: z.number().int().optional(),
        runIds: z.array(z.number().int()).max(100_000),
        /** Takes times to alert too that are not held against the SLA. */
        withUntimed: z.boolean(),
      }),
      emulationTrends,
    ),
    /** Coverage that rules claim against what tests say of it. */
    claims: query(assessmentId, coverageClaims),
    /** Two runs, or two sets of runs, beside each other, test by test. */
    compareRuns: query(
      z.object({
        assessmentId: z.number().int().optional(),
        before: z.array(z.number().int()).max(100_000),
        after: z.array(z.number().int()).max(100_000),
        /** Whether a test on one host is told from the same test on another. */
        byHost: z.boolean(),
      }),
      runComparison,
    ),
    /** What tests say of the detections of an environment; those of which they say nothing are left out. */
    proofs: query(inAssessment({ environmentId: z.number().int() }), z.array(detectionProof)),
    /** The tests that proved one detection, and those in which it did not fire. */
    proof: query(inAssessment({ detectionId: z.number().int() }), explainedProof),
  },
  reports: {
    /** Everything that a report says of an assessment. Long: reports progress. */
    facts: query(inAssessment({ now: z.string().optional() }), reportFacts),
    /**
     * A report of an assessment, or of a snapshot, as sections of blocks before it is written. Long:
     * reports progress.
     */
    document: query(
      z.union([
        inAssessment({ content: reportContent, now: z.string().optional() }),
        z.object({ snapshotId: z.number().int(), content: reportContent }),
      ]),
      reportDocument,
    ),
    /**
     * Writes a report in every form that is asked for into one folder or archive, with a manifest of
     * SHA-256 sums: all of it, or nothing. Long: reports progress.
     */
    export: query(reportRequest, exportedReport),
    /** Templates that ship, and then the workspace's by name. */
    templates: query(none, z.array(reportTemplate)),
    /**
     * Keeps a report's choices under a name, or in the place of a template's. Gives the template, and
     * what stood there, for `restoreTemplate`.
     */
    saveTemplate: command(
      z.object({ id: z.number().int().nullable(), name: templateName, content: reportContent }),
      z.object({ template: ownTemplate, before: ownTemplate.nullable() }),
    ),
    renameTemplate: command(z.object({ id: z.number().int(), name: templateName }), ownTemplate),
    /** Takes a template away, and gives it, for `restoreTemplate`. */
    removeTemplate: command(z.object({ id: z.number().int() }), ownTemplate),
    /** Puts a template back as it was: a removed one, or in the place of what it became since. */
    restoreTemplate: command(z.object({ template: ownTemplate }), done),
    /** Writes a report's choices as JSON, for another workspace. */
    exportTemplate: query(
      z.object({ name: templateName, content: reportContent, path }),
      z.object({ path }),
    ),
    /** A template from such a file; where its name is taken, a number is added to it. */
    importTemplate: command(z.object({ path }), ownTemplate),
    /** The next report of an assessment as it was left; null until somebody chooses about it. */
    draft: query(assessmentId, reportDraft.nullable()),
    /** Keeps the next report of an assessment; null forgets it. */
    setDraft: command(inAssessment({ draft: reportDraft.nullable() }), done),
    /** A picture for the cover: PNG, JPEG or SVG, told by its content. */
    readLogo: query(z.object({ path }), reportLogo),
    /** How reports were exported last. */
    exportChoice: query(none, exportChoice),
    setExportChoice: command(exportChoice, done),
  },
  /** Assessments as they were. */
  snapshots: {
    /** The latest first. */
    list: query(none, z.array(snapshotSummary)),
    get: query(z.object({ id: z.number().int() }), snapshotSummary.extend({ facts: reportFacts })),
    /** Freezes an assessment's answer with all that a report says of it. Long: reports progress. */
    take: command(inAssessment({ name: snapshotName, note: snapshotNote }), snapshotSummary),
    /** Gives the snapshot as it was. */
    set: command(
      z.object({ id: z.number().int(), name: snapshotName, note: snapshotNote }),
      snapshotSummary,
    ),
    /** Takes a snapshot away, and gives it, for `restore`. */
    remove: command(z.object({ id: z.number().int() }), removedSnapshot),
    restore: command(z.object({ snapshot: removedSnapshot }), done),
    /** Writes a snapshot as the JSON of a report. */
    export: query(z.object({ id: z.number().int(), path, marked }), z.object({ path })),
    /** A snapshot from the JSON of a report, of whatever workspace. Long: reports progress. */
    import: command(z.object({ path, name: snapshotName.optional() }), snapshotSummary),
  },
  search: {
    everything: query(
      z.object({
        text: z.string(),
        assessmentId: z.number().int().optional(),
        limit: z.number().int().min(1).max(200),
      }),
      z.array(searchHit),
    ),
  },
  shell: {
    preferences: shell(none, preferences),
    setPreferences: shell(preferences, preferences),
    /** Where a new workspace goes; null when the user cancels. */
    chooseNewWorkspace: shell(z.object({ suggested: z.string() }), path.nullable()),
    chooseWorkspace: shell(none, path.nullable()),
    /** Files of any kind that is imported. */
    chooseFiles: shell(none, z.array(path)),
    chooseBundles: shell(none, z.array(path)),
    chooseDetections: shell(z.object({ folder: z.boolean() }), z.array(path)),
    /** Tables of assets. */
    chooseAssets: shell(none, z.array(path)),
    /** Files with Navigator layers. */
    chooseLayers: shell(none, z.array(path)),
    chooseIntelligence: shell(none, z.array(path)),
    /** Libraries of tests and logs of runners. */
    chooseEmulation: shell(none, z.array(path)),
    /** Files of evidence of a test case. */
    chooseEvidence: shell(none, z.array(path)),
    /** A threat-actor cluster of the MISP galaxy; null when the user cancels. */
    chooseSectors: shell(none, path.nullable()),
    /** A table with the status of a plan's items; null when the user cancels. */
    choosePlanStatus: shell(none, path.nullable()),
    /** A picture for the cover of reports; null when the user cancels. */
    chooseLogo: shell(none, path.nullable()),
    /** A template of reports; null when the user cancels. */
    chooseTemplate: shell(none, path.nullable()),
    /** A report as JSON; null when the user cancels. */
    chooseReport: shell(none, path.nullable()),
    /** The address under which an image element of the window shows a logo. */
    showLogo: shell(z.object({ logo: reportLogo }), z.string()),
    chooseSaveFile: shell(
      z.object({ suggested: z.string(), extension: z.string() }),
      path.nullable(),
    ),
    chooseFolder: shell(none, path.nullable()),
    /** Where the sample workspace is kept: in the application's own data folder. */
    samplePath: shell(none, path),
    about: shell(
      none,
      z.object({
        version: z.string(),
        electron: z.string(),
        chromium: z.string(),
        node: z.string(),
        dataFolder: z.string(),
      }),
    ),
    /** Gives the window the whole display, or takes it back. */
    setFullScreen: shell(z.object({ on: z.boolean() }), done),
    copyText: shell(z.object({ text: z.string().max(10_000_000) }), done),
    /** Asks where and writes a picture that was drawn; null when the user cancels. */
    savePicture: shell(
      z.object({
        svg: z.string().max(100_000_000),
        width: z.number().min(1).max(100_000),
        height: z.number().min(1).max(100_000),
        format: pictureFormat,
        /** A file's name without its ending. */
        suggested: z.string().min(1).max(200),
        /** Pixels of a PNG to one of the picture. */
        scale: z.number().min(0.1).max(8),
      }),
      path.nullable(),
    ),
    /** Prints a document as PDF into a file that `chooseSaveFile` gave; once for each choice. */
    writePdf: shell(z.object({ path, document: printedDocument }), done),
    /** Writes a text, such as a table, into a file that `chooseSaveFile` gave; once for each choice. */
    writeText: shell(z.object({ path, text: z.string() }), done),
  },
} as const;

export type CasemateContract = typeof contract;
