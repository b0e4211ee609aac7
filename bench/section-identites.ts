import { lancer } from "./enfant";
import { SECRETS } from "./hub";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";

/** Precision, recall and speed of identity resolution on the labelled set of the simulator, as `unefois mesurer-identites` prints them. */
export async function sectionIdentites(options: Options, dire: Dire): Promise<void> {
  const mesure = await lancer({
    programme: "dist/hub/main.js",
    arguments: ["mesurer-identites", "--personnes", String(options.identites), "--graine", "banc"],
    environnement: SECRETS,
  });
  dire(mesure.sortie());
}
