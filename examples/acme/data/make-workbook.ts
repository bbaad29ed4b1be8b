/**
 * The sample's customer success workbook: the three tables below are its text, and running this file writes
 * `cs_workbook.xlsx` from them, the same bytes each time. Change a row here, never in the XLSX.
 *
 *     node examples/acme/data/make-workbook.ts
 *
 * A table's first line is its header, cells are separated by `|`, an empty cell stays empty. It is not a reader:
 * the product reads the XLSX.
 */
import { writeFile } from 'node:fs/promises';
import writeExcelFile from 'write-excel-file/node';
import type { Cell, Row } from 'write-excel-file/node';

const ACCOUNTS = `
Account ID         | Account                       | Tier       | CSM e-mail                          | Onboarding lead e-mail        | Renewal manager e-mail      | Health | Health score | Open Sev-1 | CSM notes
001Hs00003QQCZHIA5 | Quillhaven Robotics           | VVIP       | Sarah.Jenkins@acme.example          | elif.yildirim@acme.example    | oliver.grant@acme.example   | Green  | 91           |            | CANARY-jadeite: Never miss her Monday call
001Hs00003QxabUIAR | Quillhaven Labs               | Enterprise | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Green  | 78           |            |
001Hs00003QB5AWIA1 | Silberfluss Maschinenbau GmbH | VIP        | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Green  | 84           |            | Works council is watching usage reports (CANARY-labradorite)
001Hs00003QqqPbIAJ | Silberfluss Österreich GmbH   | Growth     | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Yellow | 61           |            |
001Hs00003Q1H46IAF | Silberfluss Graz Service      | SMB        |                                     |                               |                             | Yellow | 52           |            |
001Hs00003QtHhN    | Bernsteinwerk AG              | Enterprise | tobias.lindqvist@acme.example       |                               | oliver.grant@acme.example   | Yellow | 57           |            | CANARY-magnetite: Handover from Tobias never happened
001Hs00003Q7KT3IAN | Fennimore Glassworks          | VIP        | tobias.lindqvist@acme.example       |                               | oliver.grant@acme.example   | Yellow | 63           |            | Was told that Tobias is on holiday (CANARY-nepheline)
001Hs00003QimvJ    | Obsidian Quay Capital         | VIP        | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Yellow | 49           |            | CANARY-orthoclase: Say nothing without counsel
001Hs00003Qk23QIAR | Larkmoor Insurance Group      | Enterprise | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Green  | 82           |            | Expects ten percent off, approved up to six (CANARY-pyrite)
001Hs00003Qh3wU    | Atelier Rivemont              | Enterprise | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Green  | 76           |            |
001Hs00003QXQCfIAP | Café Clairvaux                | SMB        |                                     |                               |                             | Green  | 80           |            |
001Hs00003QcVZNIA3 | Saltmarsh Biotech             | Growth     | emea-onboarding@acme.example        | elif.yildirim@acme.example    |                             |        |              |            | CANARY-quartz: Champion leaves in December, quietly
001Hs00003QwD7NIAV | Fjordlight Shipping           | Enterprise | lucia.fernandez@acme.example        |                               | oliver.grant@acme.example   | Green  | 73           |            | Complains about calls at night (CANARY-rutile)
001Hs00003QGkTs    | Gullwick Mobility             | Enterprise | sarah.jenkins@acme.example          | elif.yildirim@acme.example    | oliver.grant@acme.example   | Yellow | 58           | yes        | CANARY-sphene: CTO wants our engineer fired
001Hs00003QkRtA    | Pepperwhit Pay                | Growth     | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Green  | 71           |            |
001Hs00003QrzpYIAR | Cobalt Fern Pharma            | VIP        | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Red    | 22           |            | Exit plan seen on their whiteboard (CANARY-talc)
001Hs00003QDHYsIAP | Brambleholt Hotels            | Growth     | zoe.vandenberghe@acme.example       |                               | oliver.grant@acme.example   | Green  | 77           |            |
001Hs00003QrN3A    | Ottermere Resorts             | Growth     | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Yellow | 60           |            | CANARY-uraninite: Agency writes for both chains
001Hs00003QyVGzIAN | Lanternfish Media             | Growth     |                                     |                               |                             | Yellow | 45           |            | Who looks after them? (CANARY-vesuvianite)
001Hs00003Q3mKr    | Thistledown Aerospace         |            | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Green  | 88           |            | CANARY-wolframite: Tier to be decided by Amara
001Hs00003QxKSM    | Mistcombe Tea Cooperative     | SMB        |                                     |                               |                             | Green  | 90           |            |
001Hs00003Qeh0T    | Pixelbrook Games              | Growth     | ace-bot@acme.example                |                               | oliver.grant@acme.example   | Green  | 69           |            | Bot answers until we hire (CANARY-zeolite)
001Hs00003QtXvGIAV | Windmoor Dental Group         | SMB        |                                     |                               |                             | Green  | 75           |            |
001Hs00003QyQAJIA3 | Tallgrass Bakery Supply       | SMB        |                                     |                               |                             | Yellow | 55           |            |
001Hs00003QjNbcIAF | Olivar Tresalmas              | SMB        |                                     |                               |                             | Green  | 81           |            |
001Hs00003QGLwuIAH | Moldwarp Books                | SMB        |                                     |                               |                             | Green  | 86           |            |
001Hs00003QBLKGIA5 | Uhustein Optik                | SMB        |                                     |                               |                             | Red    | 31           |            | CANARY-agate: Stopped logging in
001Hs00003QN28UIAT | Zephyrine Couture             | Growth     |                                     |                               |                             | Red    | 8            |            | Lost to a rival, do not win back (CANARY-onyx)
001Hs00003QmrbAIAR | Duskwater Logistics           | Enterprise | sarah.jenkins@acme.example          |                               | oliver.grant@acme.example   | Green  | 74           |            | CANARY-opal: Took over from Tobias in October
001Hs00003QtjHdIAJ | Karthaus Textil               | Growth     |                                     |                               |                             | Yellow | 50           |            |
001Hs00003QKF1rIAH | Copperline Foods              | VIP        | hannah.kowalski@acme.example        |                               | naledi.mokoena@acme.example | Yellow | 59           |            | Only trusts Hannah (CANARY-amber)
001Hs00003Qe2ZV    | Juniper Scarp Health          | Enterprise | hannah.kowalski@acme.example        |                               | naledi.mokoena@acme.example | Green  | 79           |            | CANARY-jet: Privacy officer listens in
001Hs00003Qx4e6IAB | Bayou Lantern Outfitters      | Enterprise | marcus.bell@acme.example            |                               | naledi.mokoena@acme.example | Green  | 83           |            |
001Hs00003QkRta    | Sablewood Furniture           | Growth     | marcus.bell@acme.example            |                               | naledi.mokoena@acme.example | Yellow | 62           |            | Do not mention the free months (CANARY-malachite)
001Hs00003QvfcxIAB | Prairie Kestrel Aviation      | VIP        | diego.salazar@acme.example          |                               | naledi.mokoena@acme.example | Yellow | 54           |            | CANARY-azurite: Reference call cancelled twice
001Hs00003QcJfZIAV | Plumwhistle Studios           | Growth     | lucia.fernandez@acme.example        | noah.castellanos@acme.example |                             |        |              |            | Kick-off went badly (CANARY-cuprite)
001Hs00003QrmgS    | Tamarind Retail Group         | Enterprise |                                     |                               | naledi.mokoena@acme.example | Yellow | 47           |            | CANARY-galena: No owner since the migration
001Hs00003QEjh1IAD | Harborwick Credit Union       | Enterprise | marcus.bell@acme.example            |                               | naledi.mokoena@acme.example | Green  | 80           |            | Board votes on 9 December (CANARY-sphalerite)
001Hs00003QVkmTIAT | Érablière Montclair           | Growth     | camille.laurent@acme.example        |                               | naledi.mokoena@acme.example | Green  | 72           |            |
001Hs00003QndTk    | Driftmoor Analytics           | Enterprise |                                     |                               |                             | Red    | 38           |            | CANARY-barite: Asked three times who their contact is
001Hs00003QvE9BIAV | Coyote Thistle Water          | SMB        |                                     |                               |                             | Yellow | 51           |            |
001Hs00003QpqTD    | Maplefork Accounting          | SMB        |                                     |                               |                             | Green  | 85           |            |
001Hs00003QDC26IAH | Rusthollow Brewing            | SMB        |                                     |                               |                             | Green  | 70           |            |
001Hs00003QMsGyIAL | Puddlewick Swim Schools       | SMB        |                                     |                               |                             | Red    | 29           |            | Wants a refund (CANARY-celestine)
001Hs00003QL5k8IAD | Lumbrera Azul Films           | Growth     | luca.moretti@cs-contractors.example |                               | naledi.mokoena@acme.example | Green  | 68           |            | CANARY-anhydrite: Luca's contract ends in spring
001Hs00003Q7YmcIAF | Ashgrove University Press     | Growth     | lucia.fernandez@acme.example        |                               | naledi.mokoena@acme.example | Yellow | 46           |            | Signs as soon as a dean is named (CANARY-epidote)
001Hs00003QcKizIAF | Yukimachi Shoji (雪待商事)    | VIP        | keiko.yamada@acme.example           |                               | oliver.grant@acme.example   | Green  | 89           |            | CANARY-titanite: Gifts are not acceptable to either side
001Hs00003Q3KR5    | Oborozuki Seiki (朧月精機)    | Enterprise | keiko.yamada@acme.example           |                               | oliver.grant@acme.example   | Green  | 77           |            |
001Hs00003QhdtFIAR | Frangipani Airways            | VVIP       | priya.raghunathan@acme.example      |                               | oliver.grant@acme.example   | Green  | 87           |            | Knows about the tender leak (CANARY-andalusite)
001Hs00003QRSCy    | Ironwattle Mining Services    | Enterprise | priya.raghunathan@acme.example      |                               | oliver.grant@acme.example   | Yellow | 56           |            | CANARY-sillimanite: Paper contract lost in the post
001Hs00003Q7ZJ7IAN | Banksia Hollow Veterinary     | SMB        |                                     |                               |                             | Green  | 82           |            |
001Hs00003QqZUtIAN | Monsoon Lane Textiles         | Growth     | priya.raghunathan@acme.example      |                               | oliver.grant@acme.example   | Green  | 66           |            |
001Hs00003QHdDiIAL | Selatan Agritech              |            | keiko.yamada@acme.example           |                               | oliver.grant@acme.example   | Green  | 64           |            |
`;

const CONTACTS = `
Contact                   | E-mail                                          | Account ID         | Role                                  | Main contact
Aoife Brannigan           | Aoife.Brannigan@Quillhaven.example              | 001Hs00003QQCZHIA5 | Chief Operating Officer               | yes
Aoife Brannigan           | aoife.brannigan+acme@quillhaven.example         | 001Hs00003QQCZHIA5 | Chief Operating Officer (newsletters) |
Cormac Tully              | cormac.tully@quillhaven.example                 | 001Hs00003QQCZHIA5 | Head of IT                            |
Saoirse Lennon-Byrne      | saoirse.lennon-byrne@quillhaven.example         | 001Hs00003QQCZHIA5 | Finance Lead                          |
Declan Fogarty            | declan.fogarty@quillhaven.example               | 001Hs00003QxabUIAR | Lab Director                          | yes
Niamh Castell             | niamh.castell@quillhaven.example                | 001Hs00003QxabUIAR | Lab Operations                        |
Anneliese Brandauer       | anneliese.brandauer@silberfluss.example         | 001Hs00003QB5AWIA1 | Einkaufsleiterin                      | yes
Rüdiger Hallstein         | ruediger.hallstein@silberfluss.example          | 001Hs00003QB5AWIA1 | Leiter IT                             |
Wiebke Sonntag            | w.sonntag+acme@silberfluss.example              | 001Hs00003QB5AWIA1 | Produktion                            |
Leopold Kirchwieser       | leopold.kirchwieser@silberfluss-at.example      | 001Hs00003QqqPbIAJ | Geschäftsführer                       | yes
Magdalena Trattnig        | office@silberfluss-graz.example                 | 001Hs00003Q1H46IAF | Büroleitung                           | yes
Friederike Osthaus        | friederike.osthaus@bernsteinwerk.example        | 001Hs00003QtHhN    | IT-Leiterin                           | yes
Malte Reinecker           | malte.reinecker@bernsteinwerk.example           | 001Hs00003QtHhN    | Anwendungsbetreuer                    |
Rosalind Peake            | rosalind.peake@fennimore.example                | 001Hs00003Q7KT3IAN | Managing Director                     | yes
Gareth Lockwood-Shaw      | Gareth.Lockwood-Shaw@fennimore.example          | 001Hs00003Q7KT3IAN | Plant IT                              |
Imogen Castlereagh        | imogen.castlereagh@obsidianquay.example         | 001Hs00003QimvJ    | General Counsel                       | yes
Piers Vane-Hollis         | piers.vane-hollis@obsidianquay.example          | 001Hs00003QimvJ    | Head of Operations                    |
Nathaniel Birch-Owen      | nathaniel.birch-owen@larkmoor-insurance.example | 001Hs00003Qk23QIAR | Procurement Manager                   | yes
Shanice Holloway          | shanice.holloway@larkmoor-insurance.example     | 001Hs00003Qk23QIAR | Claims Platform Owner                 |
Théo Maréchal-Dupin       | theo.marechal-dupin@rivemont.example            | 001Hs00003Qh3wU    | Directeur des systèmes                | yes
Solène Garnaud            | solene.garnaud@rivemont.example                 | 001Hs00003Qh3wU    | Responsable achats                    |
Bastien Clairvaux         | bonjour@cafe-clairvaux.example                  | 001Hs00003QXQCfIAP | Patron                                | yes
Femke van der Zwaluw      | femke.vanderzwaluw@saltmarsh.example            | 001Hs00003QcVZNIA3 | Lab IT Lead                           | yes
Ruben Oosterling          | ruben.oosterling@saltmarsh.example              | 001Hs00003QcVZNIA3 | Scientist                             |
Astrid Hagelund           | astrid.hagelund@fjordlight.example              | 001Hs00003QwD7NIAV | Fleet Systems Manager                 | yes
Eirik Tveitan             | eirik.tveitan@fjordlight.example                | 001Hs00003QwD7NIAV | Duty Officer                          |
Linnea Åkerström          | linnea.akerstrom@gullwick.example               | 001Hs00003QGkTs    | CTO                                   | yes
Oskar Bäckvall            | oskar.backvall@gullwick.example                 | 001Hs00003QGkTs    | Site Reliability Lead                 |
Reto Aebischer-Lang       | reto.aebischer@cobaltfern.example               | 001Hs00003QrzpYIAR | Head of Digital                       | yes
Ursina Caflisch           | ursina.caflisch@cobaltfern.example              | 001Hs00003QrzpYIAR | Quality Assurance                     |
Ottoline Marsh            | ottoline.marsh@brambleholt.example              | 001Hs00003QDHYsIAP | Group IT                              | yes
Inês Carvalho             | ines.carvalho@carvalho-travel.example           | 001Hs00003QDHYsIAP | Agency                                |
Fergus Dunmore            | fergus.dunmore@ottermere.example                | 001Hs00003QrN3AIAV | General Manager                       | yes
Inês Carvalho             | Ines.Carvalho@carvalho-travel.example           | 001Hs00003QrN3AIAV | Agency                                |
Montserrat Puigdevall     | montserrat.puigdevall@lanternfish.example       | 001Hs00003QyVGzIAN | Redacción                             | yes
Kaarel Tammsalu           | kaarel.tammsalu@pepperwhit.example              | 001Hs00003QkRtA    | Platform Lead                         | yes
Liis Mägiste              | liis.magiste@pepperwhit.example                 | 001Hs00003QkRtA    | Compliance                            |
Dr Harriet Somerville-Ng  | harriet.somerville-ng@thistledown.example       | 001Hs00003Q3mKr    | Programme Director                    | yes
Callum Abernethy          | callum.abernethy@thistledown.example            | 001Hs00003Q3mKr    | Systems Engineer                      |
Winifred Achterberg       | mistcombe.tea@freemail.example                  | 001Hs00003QxKSM    | Chair                                 | yes
Bartosz Zieleniak         | bartosz.zieleniak@pixelbrook.example            | 001Hs00003Qeh0T    | Studio Head                           | yes
Dr Tamsin Okafor-Reid     | tamsin@windmoor-dental.example                  | 001Hs00003QtXvGIAV | Practice Owner                        | yes
Joost Bakhuizen           | joost@tallgrass.example                         | 001Hs00003QyQAJIA3 | Owner                                 | yes
Rocío Almendros           | rocio@tresalmas.example                         | 001Hs00003QjNbcIAF | Gerente                               | yes
Ptolemy Quillon           | shop@moldwarp.example                           | 001Hs00003QGLwuIAH | Bookseller                            | yes
Irmgard Uhlmann-Roth      | irmgard@uhustein.example                        | 001Hs00003QBLKGIA5 | Inhaberin                             | yes
Apolline Verdier-Roux     | apolline.verdier@zephyrine.example              | 001Hs00003QN28UIAT | Directrice                            | yes
Godelieve Claessens       | godelieve.claessens@duskwater.example           | 001Hs00003QmrbAIAR | Directrice logistique                 | yes
Thibault Desmedt-Leroy    | thibault.desmedt@duskwater.example              | 001Hs00003QmrbAIAR | Planification                         |
Gerhild Karthaus          | gerhild.karthaus@karthaus.example               | 001Hs00003QtjHdIAJ | Geschäftsführerin                     | yes
Delphine Ransom           | delphine.ransom@copperline.example              | 001Hs00003QKF1rIAH | VP Supply Chain                       | yes
Tyrell Vasquez-Boone      | tyrell.vasquez-boone@copperline.example         | 001Hs00003QKF1rIAH | Systems Analyst                       |
Dr Meredith Oyelaran      | meredith.oyelaran@juniperscarp.example          | 001Hs00003Qe2ZV    | Chief Medical Information Officer     | yes
Scott Brandvold           | scott.brandvold@juniperscarp.example            | 001Hs00003Qe2ZV    | Integration Engineer                  |
Clementine Thibodeaux-Roy | clementine@bayoulantern.example                 | 001Hs00003Qx4e6IAB | Head Buyer                            | yes
Beau Arceneaux-Pike       | beau+orders@bayoulantern.example                | 001Hs00003Qx4e6IAB | Warehouse                             |
Lowell Achterman          | lowell.achterman@sablewood.example              | 001Hs00003QkRta    | IT Director                           | yes
Josephine Redfeather-Cole | josephine.redfeather@prairiekestrel.example     | 001Hs00003QvfcxIAB | Flight Operations                     | yes
Wyatt Lindenmuth          | wyatt.lindenmuth@prairiekestrel.example         | 001Hs00003QvfcxIAB | Maintenance Control                   |
Marisol Quintanar         | marisol@plumwhistle.example                     | 001Hs00003QcJfZIAV | Producer                              | yes
Anjali Deshmukh-Ford      | anjali.deshmukh@tamarind.example                | 001Hs00003QrmgS    | VP Stores                             | yes
Corwin Latimer            | corwin.latimer@tamarind.example                 | 001Hs00003QrmgS    | Store Systems                         |
Philippa Stavros          | philippa.stavros@harborwick.example             | 001Hs00003QEjh1IAD | Chief Technology Officer              | yes
Emmett Nakagawa           | emmett.nakagawa@harborwick.example              | 001Hs00003QEjh1IAD | Core Banking                          |
Maude Beauséjour-Roy      | maude.beausejour@montclair.example              | 001Hs00003QVkmTIAT | Propriétaire                          | yes
Ellison Marchetti-Hale    | ellison.marchetti@driftmoor.example             | 001Hs00003QndTk    | Head of Data                          | yes
Dolores Whitehorse-Lane   | dolores@coyotethistle.example                   | 001Hs00003QvE9BIAV | Owner                                 | yes
Gordon Petrakis           | gordon@maplefork.example                        | 001Hs00003QpqTD    | Partner                               | yes
Tamika Rundgren           | tamika@rusthollow.example                       | 001Hs00003QDC26IAH | Brewmaster                            | yes
Skye Hollander-Cruz       | puddlewick.swim@freemail.example                | 001Hs00003QMsGyIAL | Founder                               | yes
Ximena Arriaga-Luna       | ximena.arriaga@lumbrera-azul.example            | 001Hs00003QL5k8IAD | Productora                            | yes
Prof. Bertrand Yallop     | bertrand.yallop@ashgrove.example                | 001Hs00003Q7YmcIAF | Director                              | yes
雪村 美咲                 | misaki.yukimura@yukimachi.example               | 001Hs00003QcKizIAF | 情報システム部長                      | yes
鳥居 健太郎               | kentaro.torii@yukimachi.example                 | 001Hs00003QcKizIAF | 購買部                                |
朧谷 正樹                 | masaki.oborotani@oborozuki.example              | 001Hs00003Q3KR5    | 代表取締役                            | yes
Serena Lim-Pereira        | serena.lim@frangipani.example                   | 001Hs00003QhdtFIAR | Chief Digital Officer                 | yes
Hafiz Rahmat-Soh          | Hafiz.Rahmat@frangipani.example                 | 001Hs00003QhdtFIAR | Airport Systems                       |
Devika Menon-Tay          | devika.menon@frangipani.example                 | 001Hs00003QhdtFIAR | Procurement                           |
Bronwyn Galloway-Tran     | bronwyn.galloway@ironwattle.example             | 001Hs00003QRSCy    | Site Systems Manager                  | yes
Dr Lachlan Merriweather   | reception@banksia-vet.example                   | 001Hs00003Q7ZJ7IAN | Vet                                   | yes
Farrukh Contractorwala    | farrukh@monsoonlane.example                     | 001Hs00003QqZUtIAN | Director                              | yes
Wulan Prameswari-Hadi     | wulan.prameswari@selatan.example                | 001Hs00003QHdDiIAL | Head of Product                       | yes
`;

const BOOKING_LINKS = `
Employee               | E-mail                         | Booking link                                     | Headshot URL
Amara Okonkwo          | amara.okonkwo@acme.example     |                                                  | https://cdn.acme.example/people/amara-okonkwo.jpg
Jonas Müller           | jonas.mueller@acme.example     | https://calendly.com/acme-jonas                  | https://cdn.acme.example/people/jonas-mueller.jpg
Sarah Jenkins          | sarah.jenkins@acme.example     | https://calendly.com/acme-sarah                  | https://cdn.acme.example/people/sarah-jenkins.jpg
Zoë Vandenberghe       | zoe.vandenberghe@acme.example  | https://calendly.com/acme-zoe                    | https://cdn.acme.example/people/zoe-vandenberghe.jpg
Priya Raghunathan      | priya.raghunathan@acme.example | https://calendly.com.bookings.example/acme-priya | https://cdn.acme.example/people/priya-raghunathan.jpg
山田 恵子              | keiko.yamada@acme.example      | https://calendly.com/acme-keiko                  | https://cdn.acme.example/people/keiko-yamada.jpg
Marcus Bell            | marcus.bell@acme.example       | https://calendly.com/acme-marcus                 | https://cdn.acme.example/people/marcus-bell.jpg
Lucía Fernández Ortega | lucia.fernandez@acme.example   | https://calendly.com/acme-lucia                  | https://cdn.acme.example/people/lucia-fernandez.jpg
Wei Jie Tan            | weijie.tan@acme.example        | https://calendly.com/acme-weijie                 |
Tobias Lindqvist       | tobias.lindqvist@acme.example  | https://calendly.com/acme-tobias                 | https://cdn.acme.example/people/tobias-lindqvist.jpg
Hannah Kowalski        | hannah.kowalski@acme.example   | https://calendly.com/acme-hannah                 | https://cdn.acme.example/people/hannah-kowalski.jpg
Diego Salazar          | diego.salazar@acme.example     | https://calendly.com/diego-salazar-private       | https://cdn.acme.example/people/diego-salazar.jpg
Grace Adeyemi          | grace.adeyemi@acme.example     | https://calendly.com/acme-smb                    | https://cdn.acme.example/people/grace-adeyemi.jpg
Mateusz Wójcik         | mateusz.wojcik@acme.example    | https://calendly.com/acme-smb                    | https://cdn.acme.example/people/mateusz-wojcik.jpg
Camille Laurent        | camille.laurent@acme.example   | https://calendly.com/acme-camille                | https://cdn.acme.example/people/camille-laurent.jpg
Oliver Grant           | oliver.grant@acme.example      | https://calendly.com/acme-oliver                 | https://cdn.acme.example/people/oliver-grant.jpg
Naledi Mokoena         | naledi.mokoena@acme.example    | https://calendly.com/acme-naledi                 | https://cdn.acme.example/people/naledi-mokoena.jpg
Henrik Solberg         | henrik.solberg@acme.example    | https://calendly.com/acme-henrik                 |
Rachel Whitfield       | rachel.whitfield@acme.example  | https://calendly.com/acme-rachel                 | https://cdn.acme.example/people/rachel-whitfield.jpg
Arjun Nair             | arjun.nair@acme.example        | https://calendly.com/acme-arjun                  |
Elif Yıldırım          | elif.yildirim@acme.example     | https://calendly.com/acme-elif                   | https://cdn.acme.example/people/elif-yildirim.jpg
Noah Castellanos       | noah.castellanos@acme.example  | https://calendly.com/acme-noah                   | https://cdn.acme.example/people/noah-castellanos.jpg
`;

const NUMBER_COLUMNS = ['Health score'];

// A ZIP archive stamps each member with the time of writing; this one is 2026-11-23 00:00 in DOS form.
const DOS_TIME = 0;
const DOS_DATE = ((2026 - 1980) << 9) | (11 << 5) | 23;
const CENTRAL_ENTRY_SIGNATURE = 0x02014b50;
const END_OF_CENTRAL_DIRECTORY_BYTES = 22;

/** The workbook's bytes. Sheets have a title in row 1, an empty row 2 and the header in row 3. */
export async function workbook(): Promise<Buffer> {
  const bytes = await writeExcelFile([
    sheet('Accounts', 'Acme Customer Success: account plan, as of 23 Nov 2026', ACCOUNTS),
    sheet('Contacts', 'Customer contacts (keep in sync with the CRM!)', CONTACTS),
    sheet('Booking links', 'Booking links and photos, ask CS Ops for changes', BOOKING_LINKS),
  ]).toBuffer();
  return withFixedTimes(bytes);
}

function sheet(name: string, title: string, table: string) {
  const [header = [], ...rows] = table.trim().split('\n').map(cellsOf);
  const data: Row[] = [
    [{ value: title, fontWeight: 'bold' }],
    [],
    header.map((value): Cell => ({ value, fontWeight: 'bold' })),
    ...rows.map((row) => row.map((text, index) => typed(header[index], text))),
  ];
  return { sheet: name, data, stickyRowsCount: 3, columns: header.map(() => ({ width: 28 })) };
}

function cellsOf(line: string): string[] {
  return line.split('|').map((cell) => cell.trim());
}

function typed(column: string | undefined, text: string): Cell {
  if (text === '') return null;
  return column !== undefined && NUMBER_COLUMNS.includes(column) ? Number(text) : text;
}

/** Overwrites the time of writing in each member's two headers, so that equal rows give equal bytes. */
function withFixedTimes(zip: Buffer): Buffer {
  const end = zip.length - END_OF_CENTRAL_DIRECTORY_BYTES;
  let entry = zip.readUInt32LE(end + 16);
  while (entry < end && zip.readUInt32LE(entry) === CENTRAL_ENTRY_SIGNATURE) {
    const local = zip.readUInt32LE(entry + 42);
    for (const at of [entry + 12, local + 10]) {
      zip.writeUInt16LE(DOS_TIME, at);
      zip.writeUInt16LE(DOS_DATE, at + 2);
    }
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return zip;
}

if (import.meta.main) await writeFile(new URL('cs_workbook.xlsx', import.meta.url), await workbook());
