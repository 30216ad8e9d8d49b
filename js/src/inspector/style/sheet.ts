// The style is a file of its own, fetched beside the script: loading it puts it on the page.
import { addStyle } from "../../shared/style";
import detail from "./detail.css";
import frame from "./frame.css";
import list from "./list.css";
import narrow from "./narrow.css";
import timeline from "./timeline.css";

addStyle("pplx-notebook-inspector-style", frame, timeline, list, detail, narrow);
