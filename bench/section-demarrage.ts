import path from "node:path";
import type { Base } from "./base";
import { lancer, portLibre } from "./enfant";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, tableau } from "./tableau";

/** From the launch to « Le hub répond », with its own PostgreSQL: on an empty folder, then again. The project is already built. */
export async function sectionDemarrage(base: Base, options: Options, dire: Dire): Promise<void> {
  const environnement = {
    UNEFOIS_DATA: path.join(base.dossier, "demarrage"),
    PORT: String(await portLibre()),
    ...(options.demarrage === null ? {} : { UNEFOIS_DEMO_FOYERS: String(options.demarrage) }),
  };
  const demarrer = async () => {
    const hub = await lancer({ programme: "bin/unefois.js", arguments: ["start"], environnement, attendu: "Le hub répond" });
    await hub.arreter();
    return hub.secondes;
  };
  const premier = await demarrer();
  const suivants = [await demarrer(), await demarrer(), await demarrer()];
  dire(
    tableau(
      ["npm start, jusqu’à « Le hub répond »", "secondes"],
      [
        [`premier, dossier vide, ${nombre(options.demarrage ?? 8_749, 4)} foyers chargés`, nombre(premier)],
        ["suivant, le plus long de trois", nombre(Math.max(...suivants))],
      ],
    ),
  );
}
