import type { ProblemCode } from "../../src/shared/problem.ts";

/** What becomes of a file by docs/decisions/0004: imported, perhaps with warnings; or refused. */
export type Expectation =
  { readonly warnings: readonly string[] } | { readonly refused: ProblemCode };

const imported = (...warnings: string[]): Expectation => ({ warnings });
const refused = (code: ProblemCode): Expectation => ({ refused: code });

/** Read off the files by the rule, folder by folder; not off the product's answers. */
export const expectations: Readonly<Record<string, Expectation>> = {
  // A single STIX object is a bundle of one.
  "made-here/bare-object.json": imported("bare-object"),
  "made-here/bidi-and-invisible-name.json": imported(),
  "made-here/control-valid.json": imported(),
  "made-here/crlf.json": imported(),
  "made-here/dangling-relationship.json": imported("dangling-reference"),
  "made-here/deep-6000-nested-arrays-in-custom-field.json": refused("too-deep"),
  "made-here/duplicate-keys.json": imported("duplicate-key"),
  "made-here/empty.json": refused("bad-json"),
  "made-here/extreme-dates.json": imported("bad-timestamp"),
  "made-here/git-lfs-pointer.json": refused("bad-file"),
  "made-here/invalid-utf8-in-name.json": refused("bad-encoding"),
  // Half a character by escapes: the bytes are UTF-8 and the text is JSON.
  "made-here/lone-surrogate.json": imported("bad-text"),
  "made-here/markup-in-every-text-field.json": imported(),
  "made-here/not-a-bundle-array.json": refused("not-a-bundle"),
  "made-here/not-json-html.json": refused("bad-json"),
  "made-here/objects-not-array.json": refused("not-a-bundle"),
  "made-here/path-like-ids.json": imported("bad-id"),
  "made-here/prototype-keys.json": imported("bad-id"),
  "made-here/regex-trap-strings.json": imported(),
  "made-here/revoked-by-cycle.json": imported("revoked-by-cycle"),
  "made-here/same-external-id-two-objects.json": imported("shared-attack-id"),
  "made-here/same-id-same-modified-different-content.json": imported("conflicting-object"),
  "made-here/same-id-two-versions-newest-first.json": imported("older-version"),
  "made-here/self-subtechnique.json": imported("self-reference"),
  "made-here/spreadsheet-formula-names.json": imported(),
  "made-here/subtechnique-cycle.json": imported("subtechnique-cycle"),
  "made-here/trailing-nul.json": refused("bad-json"),
  "made-here/truncated-half.json": refused("bad-json"),
  "made-here/truncated-last-byte.json": refused("bad-json"),
  "made-here/two-bundles-concatenated.json": refused("bad-json"),
  "made-here/utf16be-bom.json": imported(),
  "made-here/utf16le-bom.json": imported(),
  "made-here/utf8-bom.json": imported(),
  "made-here/wrong-types.json": imported(
    "wrong-type",
    "not-an-object",
    "missing-id",
    "missing-type",
  ),
  "made-here/zip-bomb-64MiB-of-spaces.zip": refused("bad-archive"),
  "made-here/zip-slip.zip": refused("bad-archive"),

  // The JSON suite holds no bundle: what is JSON is refused as another thing than a bundle.
  "json-test-suite/i_number_huge_exp.json": refused("not-a-bundle"),
  "json-test-suite/i_number_too_big_pos_int.json": refused("not-a-bundle"),
  "json-test-suite/i_object_key_lone_2nd_surrogate.json": refused("not-a-bundle"),
  "json-test-suite/i_string_1st_surrogate_but_2nd_missing.json": refused("not-a-bundle"),
  "json-test-suite/i_string_UTF-16LE_with_BOM.json": refused("not-a-bundle"),
  "json-test-suite/i_string_UTF-8_invalid_sequence.json": refused("bad-encoding"),
  "json-test-suite/i_string_invalid_utf-8.json": refused("bad-encoding"),
  "json-test-suite/i_string_iso_latin_1.json": refused("bad-encoding"),
  "json-test-suite/i_string_overlong_sequence_2_bytes.json": refused("bad-encoding"),
  "json-test-suite/i_string_truncated-utf-8.json": refused("bad-encoding"),
  "json-test-suite/i_string_utf16BE_no_BOM.json": refused("not-a-bundle"),
  "json-test-suite/i_string_utf16LE_no_BOM.json": refused("not-a-bundle"),
  "json-test-suite/i_structure_500_nested_arrays.json": refused("too-deep"),
  "json-test-suite/i_structure_UTF-8_BOM_empty_object.json": refused("not-a-bundle"),
  "json-test-suite/n_array_extra_comma.json": refused("bad-json"),
  "json-test-suite/n_array_incomplete.json": refused("bad-json"),
  "json-test-suite/n_array_invalid_utf8.json": refused("bad-encoding"),
  "json-test-suite/n_number_NaN.json": refused("bad-json"),
  "json-test-suite/n_number_hex_2_digits.json": refused("bad-json"),
  "json-test-suite/n_number_with_leading_zero.json": refused("bad-json"),
  "json-test-suite/n_object_lone_continuation_byte_in_key_and_trailing_comma.json":
    refused("bad-encoding"),
  "json-test-suite/n_object_single_quote.json": refused("bad-json"),
  "json-test-suite/n_object_trailing_comma.json": refused("bad-json"),
  "json-test-suite/n_object_trailing_comment.json": refused("bad-json"),
  "json-test-suite/n_object_unquoted_key.json": refused("bad-json"),
  "json-test-suite/n_object_unterminated-value.json": refused("bad-json"),
  "json-test-suite/n_object_with_trailing_garbage.json": refused("bad-json"),
  "json-test-suite/n_single_space.json": refused("bad-json"),
  "json-test-suite/n_string_invalid_unicode_escape.json": refused("bad-json"),
  "json-test-suite/n_string_unescaped_ctrl_char.json": refused("bad-json"),
  "json-test-suite/n_string_unescaped_newline.json": refused("bad-json"),
  "json-test-suite/n_structure_100000_opening_arrays.json": refused("too-deep"),
  "json-test-suite/n_structure_UTF8_BOM_no_data.json": refused("bad-json"),
  "json-test-suite/n_structure_double_array.json": refused("bad-json"),
  "json-test-suite/n_structure_incomplete_UTF8_BOM.json": refused("bad-encoding"),
  "json-test-suite/n_structure_lone-invalid-utf-8.json": refused("bad-encoding"),
  "json-test-suite/n_structure_no_data.json": refused("bad-json"),
  "json-test-suite/n_structure_null-byte-outside-string.json": refused("bad-json"),
  "json-test-suite/n_structure_object_followed_by_closing_object.json": refused("bad-json"),
  "json-test-suite/n_structure_object_with_comment.json": refused("bad-json"),
  "json-test-suite/n_structure_trailing_#.json": refused("bad-json"),
  "json-test-suite/n_structure_unclosed_array_partial_null.json": refused("bad-json"),
  "json-test-suite/n_structure_unclosed_object.json": refused("bad-json"),
  "json-test-suite/y_object_duplicated_key.json": refused("not-a-bundle"),
  "json-test-suite/y_object_duplicated_key_and_value.json": refused("not-a-bundle"),
  "json-test-suite/y_object_escaped_null_in_key.json": refused("not-a-bundle"),
  "json-test-suite/y_object_extreme_numbers.json": refused("not-a-bundle"),
  "json-test-suite/y_string_nonCharacterInUTF-8_U+FFFF.json": refused("not-a-bundle"),
  "json-test-suite/y_string_null_escape.json": refused("not-a-bundle"),
  "json-test-suite/y_string_u+2028_line_sep.json": refused("not-a-bundle"),
  "json-test-suite/y_string_unicode_U+200B_ZERO_WIDTH_SPACE.json": refused("not-a-bundle"),

  "naughty-strings/blns.json": refused("not-a-bundle"),
  // Random bytes are no text.
  "sqlite-encrypted/persons-aegis-testkey.db3": refused("bad-encoding"),

  "cti-stix-validator/files/v20/invalid_braces.json": refused("bad-json"),
  "cti-stix-validator/files/v20/invalid_comma.json": refused("bad-json"),
  "cti-stix-validator/files/v21/invalid_braces.json": refused("bad-json"),
  "cti-stix-validator/files/v21/invalid_comma.json": refused("bad-json"),
  // A JSON schema, not a STIX object.
  "cti-stix-validator/files/v21/tlp2.0-extension-schema.json": refused("not-a-bundle"),
  // Bundles of STIX 1: `identities` and no `objects`.
  "cti-stix-validator/cases/v20--bundle--bundle_object_categories.json": refused("no-objects"),
  "cti-stix-validator/cases/v21--bundle--bundle_object_categories.json": refused("no-objects"),
  "cti-stix-validator/cases/v20--bundle--bundle_missing_id.json": imported("missing-id"),
  "cti-stix-validator/cases/v21--bundle--bundle_missing_id.json": imported("missing-id"),
  "cti-stix-validator/cases/v20--bundle--bundle_sdo_missing_id.json": imported("missing-id"),
  "cti-stix-validator/cases/v21--bundle--bundle_sdo_missing_id.json": imported("missing-id"),
  "cti-stix-validator/cases/v20--bundle--bundle_sdo_missing_type.json": imported("missing-type"),
  "cti-stix-validator/cases/v21--bundle--bundle_sdo_missing_type.json": imported("missing-type"),
};

/** Folders whose other files are all STIX: bundles, or single objects. */
export const importedFolders = [
  "attack-real-lookalike",
  "cti-stix-validator/cases",
  "cti-stix-validator/files/v20",
  "cti-stix-validator/files/v21",
];
