import fc from "fast-check";
import { type Foyer, lireFoyer } from "../../subgraphs/allocataires/caf/foyer";
import { LecteurFlux } from "../../subgraphs/allocataires/caf/lire-flux";
import { matriculeCaf, matriculeMsa } from "../../subgraphs/allocataires/caf/matricule";
import { cleNir, lireNir } from "../../subgraphs/allocataires/caf/nir";
import { departementDeLaCommune, departementDeLOrganisme } from "../../subgraphs/allocataires/caf/organisme-payeur";
import { isCivilDate } from "../../subgraphs/shared/civil-date";
import { ecrireFoyer } from "./ecrire-foyer";
import { DossierDeFlux, flux } from "./fabriquer-flux";
import { foyerAuHasard, jour, nir13 } from "./foyers-au-hasard";

const REFERENCE = "2026-01-09";
const dossier = new DossierDeFlux();
afterAll(() => dossier.supprimer());

/** The foyers of a flow of these XML, written in windows-1252 and read again. */
async function lireFichier(xmls: string[]): Promise<Foyer[]> {
  const vide = flux({ reference: REFERENCE, foyers: [], annonces: xmls.length });
  const lecteur = await LecteurFlux.ouvrir(dossier.ecrire(vide.replace("<TransmissionFlux>", `${xmls.join("\n")}<TransmissionFlux>`)));
  const foyers: Foyer[] = [];
  for await (const { noeud } of lecteur.foyers()) {
    const lu = lireFoyer(noeud, lecteur.entete.dateReference);
    if ("rejet" in lu) throw new Error(lu.rejet.message);
    expect(lu.reserves).toEqual([]);
    foyers.push(lu.foyer);
  }
  return foyers;
}

describe("écrire puis lire", () => {
  it("tout foyer revient tel qu’il a été écrit, à travers windows-1252", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(foyerAuHasard, { minLength: 1, maxLength: 4 }), async (ecrits) => {
        const lus = await lireFichier(ecrits.map(ecrireFoyer));
        expect(
          lus.map(({ numeroDemande, matricule, contenu, personnes, evenements }) => ({
            numeroDemande,
            matricule,
            contenu,
            personnes,
            evenements,
          })),
        ).toEqual(ecrits);
      }),
      { numRuns: 150 },
    );
  });

  it("le même contenu a la même empreinte : ni l’événement, ni l’ordre des suspensions, des lignes et des adresses ne comptent", async () => {
    await fc.assert(
      fc.asyncProperty(foyerAuHasard, async (ecrit) => {
        const { contenu } = ecrit;
        const autre = {
          ...ecrit,
          evenements: [],
          contenu: {
            ...contenu,
            suspensionsDroit: contenu.suspensionsDroit.toReversed(),
            lignes: contenu.lignes.toReversed(),
            adresses: contenu.adresses.toReversed(),
          },
        };
        const [un, deux] = await lireFichier([ecrireFoyer(ecrit), ecrireFoyer(autre)]);
        expect(deux!.empreinte).toEqual(un!.empreinte);
      }),
      { numRuns: 60 },
    );
  });

  it("tout changement d’un champ gardé change l’empreinte", async () => {
    await fc.assert(
      fc.asyncProperty(foyerAuHasard, fc.constantFrom("contenu", "personne"), async (ecrit, ou) => {
        const { contenu, personnes } = ecrit;
        const autre =
          ou === "contenu"
            ? { ...ecrit, contenu: { ...contenu, sansDomicileFixe: !contenu.sansDomicileFixe } }
            : { ...ecrit, personnes: personnes.map((p) => ({ ...p, certifiee: !p.certifiee })) };
        const [un, deux] = await lireFichier([ecrireFoyer(ecrit), ecrireFoyer(autre)]);
        expect(deux!.empreinte).not.toEqual(un!.empreinte);
      }),
      { numRuns: 60 },
    );
  });

  it("aucun NIR n’entre dans l’empreinte : qui a la base ne peut pas les essayer tous", async () => {
    await fc.assert(
      fc.asyncProperty(foyerAuHasard, nir13(9), async (ecrit, nir) => {
        const autre = { ...ecrit, personnes: ecrit.personnes.map((p, i) => (i === 0 ? { ...p, nir } : p)) };
        const [un, deux] = await lireFichier([ecrireFoyer(ecrit), ecrireFoyer(autre)]);
        expect(deux!.empreinte).toEqual(un!.empreinte);
      }),
      { numRuns: 30 },
    );
  });
});

describe("les identifiants", () => {
  it("le NIR : 13 caractères, puis 15 avec la clé, puis 13", () => {
    fc.assert(
      fc.property(nir13(), (nir) => {
        expect(lireNir(nir)).toEqual({ nir });
        expect(lireNir(nir + cleNir(nir))).toEqual({ nir });
        expect(lireNir((nir + cleNir(nir)).toLowerCase())).toEqual({ nir });
        expect(matriculeMsa(nir + cleNir(nir))).toBe(nir);
        expect(matriculeMsa(`${nir}00`)).toBe(nir);
      }),
    );
  });

  it("le NIR : deux chiffres voisins échangés faussent la clé", () => {
    fc.assert(
      fc.property(nir13(), fc.integer({ min: 7, max: 11 }), (nir, i) => {
        fc.pre(nir[i] !== nir[i + 1]);
        const echange = nir.slice(0, i) + nir[i + 1] + nir[i] + nir.slice(i + 2);
        expect(lireNir(echange + cleNir(nir))).toMatchObject({ code: "NIR_CLE" });
      }),
    );
  });

  it("le matricule de la CAF : sept chiffres, quels que soient les zéros perdus devant ou ajoutés derrière", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), (n) => {
        const matricule = String(n).padStart(7, "0");
        expect(matriculeCaf(String(n))).toBe(matricule);
        expect(matriculeCaf(matricule)).toBe(matricule);
        expect(matriculeCaf(matricule.padEnd(15, "0"))).toBe(matricule);
        if (n > 0) expect(matriculeCaf(matricule.padEnd(15, "0").replace(/^0+/, ""))).toBe(matricule);
      }),
    );
  });

  it("la caisse d’une CAF dit son département, en métropole, en Corse et outre-mer ; celle d’une MSA n’en dit aucun", () => {
    const metropole = Array.from({ length: 95 }, (_, i) => String(i + 1).padStart(2, "0")).filter((code) => code !== "20");
    for (const departement of [...metropole, "2A", "2B"])
      for (const rang of ["1", "2", "9"]) expect(departementDeLOrganisme("CAF", departement + rang)).toBe(departement);
    for (const departement of ["971", "972", "973", "974", "976"]) expect(departementDeLOrganisme("CAF", departement)).toBe(departement);
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,3}$/), (numorg) => {
        expect(departementDeLOrganisme("MSA", numorg)).toBeNull();
        const departement = departementDeLOrganisme("CAF", numorg);
        if (departement) expect(departementDeLaCommune(`${departement}001`.slice(0, 5))).toBe(departement);
      }),
    );
  });

  it("une date du calendrier est lue, un jour qui n’existe pas ne l’est pas", () => {
    fc.assert(fc.property(jour, (date) => expect(isCivilDate(date)).toBe(true)));
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2049 }), fc.constantFrom("02-30", "04-31", "13-01", "00-10", "12-32"), (annee, fin) =>
        expect(isCivilDate(`${annee}-${fin}`)).toBe(false),
      ),
    );
  });
});
