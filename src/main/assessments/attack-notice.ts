/** The notice that goes wherever ATT&CK content goes. */
export const attackNotice =
  "Contains content of MITRE ATT&CK. Copyright 2015-2025, The MITRE Corporation. MITRE ATT&CK and " +
  "ATT&CK are registered trademarks of The MITRE Corporation. This work is reproduced and " +
  "distributed with the permission of The MITRE Corporation.";
