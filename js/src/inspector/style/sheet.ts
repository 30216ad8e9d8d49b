// The style is a file of its own, fetched beside the script.
import style from "./inspector.css";

export { style };
